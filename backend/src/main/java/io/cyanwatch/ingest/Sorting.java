package io.cyanwatch.ingest;

import io.cyanwatch.fleet.DeviceRef;
import io.cyanwatch.fleet.Fleet;
import io.cyanwatch.ingest.Answers.Answer;
import io.cyanwatch.link.Delivery;
import io.cyanwatch.protocol.Decoded;
import io.cyanwatch.protocol.Message;
import io.cyanwatch.protocol.Topics;
import io.cyanwatch.protocol.Wire;
import io.cyanwatch.timeline.Observation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/// Reads what came, and parts what can be stored from what is refused.
@Component
class Sorting {
  private final Fleet fleet;

  Sorting(Fleet fleet) {
    this.fleet = fleet;
  }

  /// An answer and the record that carried it: said twice, it counts once.
  record Keyed(String key, Answer answer) {}

  record Sorted(
      List<Observation> observations, List<Keyed> answers, List<Quarantine.Refused> refused) {}

  static String key(Observation observation) {
    var stamp = observation.stamp();
    return stamp.device().nr() + "/" + stamp.boot() + "/" + stamp.seq();
  }

  Sorted sort(List<Post> posts) {
    var known = fleet.resolve(ids(posts));
    var sorted = new Sorted(new ArrayList<>(posts.size()), new ArrayList<>(), new ArrayList<>());
    for (var post : posts) {
      if (post.from().isPresent()) {
        sort(post, post.from().get(), known, sorted);
      } else {
        refuse(sorted, post.delivery(), "topic", "", "No device may speak on this topic.");
      }
    }
    return sorted;
  }

  private static Set<String> ids(List<Post> posts) {
    var ids = new LinkedHashSet<String>();
    for (var post : posts) {
      post.from().ifPresent(from -> ids.add(from.device()));
    }
    return ids;
  }

  private void sort(Post post, Topics.Up from, Map<String, DeviceRef> known, Sorted sorted) {
    var delivery = post.delivery();
    var device = known.get(from.device());
    if (device == null) {
      fleet.knocked(from.device(), delivery.receivedAt());
      refuse(sorted, delivery, "unknown_device", "", "Not registered.");
    } else if (post.tooLarge()) {
      refuse(sorted, delivery, "too_large", "", tooLarge(delivery.size()));
    } else {
      var decoded = Wire.decode(from.channel(), delivery.payload());
      for (var message : decoded.messages()) {
        take(message, device, delivery.receivedAt(), sorted);
      }
      decoded.refusals().forEach(refusal -> refuse(sorted, delivery, refusal));
    }
  }

  private static String tooLarge(int size) {
    return "The payload has %d bytes; the most is %d: send fewer records at a time."
        .formatted(size, Wire.MAX_BYTES);
  }

  private static void take(Message message, DeviceRef device, Instant receivedAt, Sorted sorted) {
    var observation = Translation.of(message, device, receivedAt);
    sorted.observations().add(observation);
    Translation.answer(message, device)
        .ifPresent(answer -> sorted.answers().add(new Keyed(key(observation), answer)));
  }

  private static void refuse(Sorted sorted, Delivery delivery, Decoded.Refusal refusal) {
    var reason = refusal.reason().name().toLowerCase(Locale.ROOT);
    refuse(sorted, delivery, reason, refusal.field(), refusal.detail());
  }

  private static void refuse(
      Sorted sorted, Delivery delivery, String reason, String field, String detail) {
    sorted.refused().add(new Quarantine.Refused(delivery, reason, field, detail));
  }
}

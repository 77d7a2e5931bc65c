package io.cyanwatch.timeline;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// The newest whole heartbeat of each device that speaks, for others to be told by their
/// difference from it. Only what is committed gets in; whoever is not in it is written whole.
@Component
class Frames {
  private final LinkedHashMap<Long, Sample> frames = new LinkedHashMap<>(1024, 0.75f, true);
  private final int most;

  Frames(TimelineProperties properties) {
    this.most = properties.frames();
  }

  /// One transaction's view: what is committed, and over it what is its own.
  final class Session {
    private final Map<Long, Sample> own = new LinkedHashMap<>();

    Optional<Sample> of(long device) {
      var mine = own.get(device);
      return mine != null ? Optional.of(mine) : committed(device);
    }

    void put(long device, Sample frame) {
      own.put(device, frame);
    }

    private void keep() {
      if (!own.isEmpty()) {
        Frames.this.keep(own);
      }
    }
  }

  /// A session that is kept if the transaction at hand is committed.
  Session open() {
    var session = new Session();
    if (TransactionSynchronizationManager.isSynchronizationActive()) {
      TransactionSynchronizationManager.registerSynchronization(
          new TransactionSynchronization() {
            @Override
            public void afterCommit() {
              session.keep();
            }
          });
    }
    return session;
  }

  private synchronized Optional<Sample> committed(long device) {
    return Optional.ofNullable(frames.get(device));
  }

  private synchronized void keep(Map<Long, Sample> fresh) {
    frames.putAll(fresh);
    var surplus = frames.size() - most;
    for (var oldest = frames.keySet().iterator(); surplus > 0; surplus--) {
      oldest.next();
      oldest.remove();
    }
  }
}

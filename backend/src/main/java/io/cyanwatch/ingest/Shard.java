package io.cyanwatch.ingest;

import io.cyanwatch.link.Delivery;
import io.cyanwatch.timeline.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One writer: collects a batch, stores it, acknowledges it. What cannot be stored now is tried
/// again for as long as it takes; what can never be stored is found by halving, and set aside.
final class Shard {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /// Two writers do not meet at the same row so often in a row.
  private static final int COLLISIONS = 8;

  private final int number;
  private final Waiting queue;
  private final Batch batch;
  private final InOrder order;
  private final IngestProperties properties;
  private final Watch watch;
  private volatile boolean running;
  private @Nullable Thread thread;

  Shard(
      int number,
      Waiting queue,
      Batch batch,
      InOrder order,
      IngestProperties properties,
      Watch watch) {
    this.watch = watch;
    this.number = number;
    this.queue = queue;
    this.batch = batch;
    this.order = order;
    this.properties = properties;
  }

  void start() {
    running = true;
    thread = Thread.ofPlatform().name("ingest-" + number).start(this::run);
  }

  /// Lets the batch at hand end, for two seconds at most. What was not acknowledged comes again.
  void stop() {
    running = false;
    var current = thread;
    if (current == null) {
      return;
    }
    try {
      current.join(Duration.ofSeconds(2));
      current.interrupt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (running) {
        var posts = collect();
        if (!posts.isEmpty()) {
          store(posts);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Post> collect() throws InterruptedException {
    var posts = new ArrayList<Post>();
    var most = properties.batchSize().toBytes();
    if (!queue.first(posts, properties.batch(), most)) {
      return posts;
    }
    var end = System.nanoTime() + properties.linger().toNanos();
    var left = properties.linger().toNanos();
    while (left > 0
        && posts.size() < properties.batch()
        && queue.drain(posts, properties.batch(), most, left)) {
      left = full(posts, most) ? 0 : end - System.nanoTime();
    }
    return posts;
  }

  private static boolean full(List<Post> posts, long most) {
    return posts.stream().mapToLong(Post::bytes).sum() >= most;
  }

  private void store(List<Post> posts) throws InterruptedException {
    var pause = FIRST_PAUSE;
    var collisions = 0;
    watch.storing(number, posts.getFirst().delivery().receivedAt());
    while (running) {
      switch (batch.store(posts)) {
        case STORED -> {
          done(posts);
          return;
        }
        case LATER -> {}
        case AGAIN -> {
          if (++collisions > COLLISIONS && halved(posts)) {
            return;
          }
        }
        case NEVER -> {
          if (halved(posts)) {
            return;
          }
        }
      }
      Thread.sleep(pause);
      pause = longer(pause);
    }
  }

  /// @return whether that ended it
  private boolean halved(List<Post> posts) throws InterruptedException {
    if (posts.size() == 1) {
      var aside = batch.setAside(posts.getFirst());
      if (aside) {
        done(posts);
      }
      return aside;
    }
    var middle = posts.size() / 2;
    store(posts.subList(0, middle));
    store(posts.subList(middle, posts.size()));
    return true;
  }

  /// Whoever hears of it may take it that nothing is in hand any more.
  private void done(List<Post> posts) {
    watch.stored(number);
    order.done(deliveries(posts));
  }

  private static List<Delivery> deliveries(List<Post> posts) {
    return posts.stream().map(Post::delivery).toList();
  }

  private static Duration longer(Duration pause) {
    var doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }
}

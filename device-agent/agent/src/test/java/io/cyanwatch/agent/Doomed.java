package io.cyanwatch.agent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;

/// A process whose loop comes to the end that its second argument names.
final class Doomed {
  private Doomed() {}

  public static void main(String[] args) throws Exception {
    var state = State.open(Path.of(args[0]), Path.of(args[0]), "machine");
    state.begin();
    System.exit(new Loop(state, 2).run(body(args[1])));
  }

  private static Loop.Body body(String end) {
    return new Loop.Body() {
      @Override
      public void tick(long now) {
        switch (end) {
          case "panic" -> throw new IllegalStateException("as wished");
          case "oom" -> fill();
          default -> stall();
        }
      }

      @Override
      public void leave(Loop.Exit exit) {}

      @Override
      public boolean left() {
        return true;
      }

      @Override
      public void close() {}

      @Override
      public String summary() {
        return "";
      }
    };
  }

  private static void fill() {
    var all = new ArrayList<long[]>();
    while (all.size() < Integer.MAX_VALUE) {
      all.add(new long[100_000]);
    }
  }

  private static void stall() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.cyanwatch;

import java.lang.reflect.InvocationTargetException;

/// The jar's entrance. It alone is compiled for an older Java, so that one can say what is missing.
public final class Start {
  private static final int NEEDED = 25;

  private Start() {}

  /// Hands over to [Cyanwatch], or says which Java it needs.
  public static void main(String[] args) throws ReflectiveOperationException {
    var found = Runtime.version().feature();
    if (found < NEEDED) {
      System.err.printf(
          "Cyanwatch cannot start. It needs Java %d or newer and this is Java %d: run it with the"
              + " java of a JDK %d.%n",
          NEEDED, found, NEEDED);
      System.exit(1);
    }
    try {
      var main = Class.forName("io.cyanwatch.Cyanwatch").getMethod("main", String[].class);
      main.invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }
}

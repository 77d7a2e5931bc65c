package io.cyanwatch;

import java.lang.reflect.Proxy;
import java.util.List;
import org.springframework.context.ConfigurableApplicationContext;

/// Ends the application in order when it is told to. The JVM would run all shutdown hooks at once,
/// the
/// embedded database's own among them, and what is still being stored would find no database.
final class Ending {
  private static final List<String> SIGNALS = List.of("INT", "TERM");
  private static final int SIGNALLED = 128;

  private Ending() {}

  /// Closes `context` first and lets the JVM end after that. Without signals (they are no part of
  /// the
  /// Java standard) the usual hook has to do.
  static void inOrder(ConfigurableApplicationContext context) {
    try {
      for (var name : SIGNALS) {
        handle(name, context);
      }
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      context.registerShutdownHook();
    }
  }

  private static void handle(String name, ConfigurableApplicationContext context)
      throws ReflectiveOperationException {
    var signalType = Class.forName("sun.misc.Signal");
    var handlerType = Class.forName("sun.misc.SignalHandler");
    var signal = signalType.getConstructor(String.class).newInstance(name);
    var number = (int) signalType.getMethod("getNumber").invoke(signal);
    var handler =
        Proxy.newProxyInstance(
            handlerType.getClassLoader(),
            new Class<?>[] {handlerType},
            (_, method, _) -> {
              if (method.getName().equals("handle")) {
                end(context, SIGNALLED + number);
              }
              return null;
            });
    signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, handler);
  }

  private static void end(ConfigurableApplicationContext context, int code) {
    try {
      context.close();
    } finally {
      System.exit(code);
    }
  }
}

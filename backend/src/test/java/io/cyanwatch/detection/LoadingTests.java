package io.cyanwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The parts of a state are made of each other's constants. Whichever is loaded first, none of them
/// may be missing.
class LoadingTests {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "BootMarks",
        "RuleBook",
        "Unrest",
        "Twins",
        "Memory",
        "Sockets",
        "Rhythm",
        "Losses",
        "Network"
      })
  void aNewDeviceIsWholeWhateverIsLoadedFirst(String first) throws ReflectiveOperationException {
    var apart = new Apart();
    Class.forName("io.cyanwatch.detection." + first, true, apart);

    var state = Class.forName("io.cyanwatch.detection.DeviceState", true, apart);
    Field fresh = state.getDeclaredField("NEW");
    fresh.setAccessible(true);

    for (var part : new String[] {"unrest", "twins", "memory", "sockets", "rhythm", "network"}) {
      var accessor = state.getDeclaredMethod(part);
      accessor.setAccessible(true);
      assertThat(accessor.invoke(fresh.get(null))).as(part).isNotNull();
    }
  }

  /// Loads our classes again.
  private static final class Apart extends ClassLoader {
    private Apart() {
      super(LoadingTests.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("io.cyanwatch.detection.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        var known = findLoadedClass(name);
        return known == null ? again(name) : known;
      }
    }

    private Class<?> again(String name) throws ClassNotFoundException {
      try (var in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        var bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

package io.cyanwatch.agent;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/// What is served: the files below a directory, and pages made when they are asked for.
///
/// @param pages by path, such as `/status`; they go before files, and must not wait for anything,
///     since the one thread that serves everybody makes them
record Site(Path root, Map<String, Supplier<Page>> pages) {
  Site {
    pages = Map.copyOf(pages);
  }
}

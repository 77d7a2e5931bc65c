package io.cyanwatch.agent;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/// What a [WebServer] serves: the files below a directory, and pages made when they are asked for.
///
/// @param pages by path, such as `/status`; they go before files of the same name
record Site(Path root, Map<String, Supplier<Page>> pages) {}

package io.cyanwatch.agent;

/// An answer made when it is asked for.
///
/// @param type as in `Content-Type`
record Page(String type, byte[] body) {}

package io.cyanwatch.agent;

/// A page that was made for this request.
///
/// @param type as for `Content-Type`
record Page(String type, byte[] body) {}

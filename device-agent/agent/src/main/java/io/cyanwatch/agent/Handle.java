package io.cyanwatch.agent;

/// Names one accepted connection. The slot is used again, the pair never is, so whoever still holds
/// the name of a closed connection is found out and reaches nobody else's.
record Handle(int slot, long generation) {}

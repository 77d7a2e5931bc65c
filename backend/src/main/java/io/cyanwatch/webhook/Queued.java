package io.cyanwatch.webhook;

/// There is something to deliver, once this transaction commits.
record Queued() {}

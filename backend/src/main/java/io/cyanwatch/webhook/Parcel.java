package io.cyanwatch.webhook;

import java.util.UUID;

/// A delivery that this process may try now: nobody else will until the lease ends.
///
/// @param event the `webhook-id`
/// @param attempt counts from 1
/// @param failures before this attempt
/// @param body the event in the format `standard`
record Parcel(UUID delivery, UUID event, UUID lease, int attempt, int failures, byte[] body) {}

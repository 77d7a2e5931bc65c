package io.cyanwatch.fleet;

import io.cyanwatch.access.Problem;
import io.cyanwatch.fleet.Fleet.Credentials;
import org.jspecify.annotations.Nullable;

/// What became of one row of an import.
///
/// @param row counted from 1, without the header
/// @param outcome `registered` or `refused`
/// @param type of a refusal, as in a problem
record ImportRow(
    int row,
    @Nullable String id,
    String outcome,
    @Nullable String type,
    @Nullable String field,
    @Nullable String detail,
    @Nullable Mqtt mqtt) {

  static ImportRow registered(int row, Credentials credentials) {
    return new ImportRow(
        row, credentials.username(), "registered", null, null, null, Mqtt.of(credentials));
  }

  static ImportRow refused(int row, @Nullable String id, Problem why) {
    var field = why.field().isEmpty() ? null : why.field();
    return new ImportRow(row, id, "refused", why.type(), field, why.detail(), null);
  }

  ImportRow withoutPassword() {
    return new ImportRow(
        row, id, outcome, type, field, detail, mqtt == null ? null : mqtt.withoutPassword());
  }
}

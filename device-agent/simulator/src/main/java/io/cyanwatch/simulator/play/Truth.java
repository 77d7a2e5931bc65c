package io.cyanwatch.simulator.play;

import io.cyanwatch.protocol.Wire;
import java.time.Instant;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// A fault as it really was: one incident that a perfect detector opens. It is read from the state
/// of the model by [Chronicle], which says how.
///
/// @param subject device id, bssid, site, firmware version or `backend`
/// @param subjectKind `device`, `access_point`, `site`, `firmware` or `backend`
/// @param kind of the incident
/// @param from when the fault began, which is before anybody could know
/// @param to when it was over; null while it is not
/// @param cause a signature such as `F2`, or a word such as `ap_uplink`
public record Truth(
    String scenario,
    long seed,
    String subject,
    String subjectKind,
    String kind,
    Instant from,
    @Nullable Instant to,
    String cause) {

  /// One line.
  public String toJson() {
    var values = new LinkedHashMap<String, Object>();
    values.put("scenario", scenario);
    values.put("seed", seed);
    values.put("subject", subject);
    values.put("subject_kind", subjectKind);
    values.put("kind", kind);
    values.put("from", from.toString());
    if (to != null) {
      values.put("to", to.toString());
    }
    values.put("cause", cause);
    return Wire.toJson(values);
  }
}

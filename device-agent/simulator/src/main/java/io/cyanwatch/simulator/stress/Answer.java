package io.cyanwatch.simulator.stress;

/// One request and what came of it.
///
/// @param status of the answer, 0 when there was none
/// @param bytes of the body
/// @param startNs on a clock that never jumps
/// @param reusable whether the connection may carry another request
record Answer(Verdict verdict, int status, long bytes, long startNs, long endNs, boolean reusable) {
  long lengthNs() {
    return endNs - startNs;
  }
}

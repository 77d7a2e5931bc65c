package io.cyanwatch.detection;

import java.util.Set;

/// Of what nobody is told: rules that are in the shadow or off.
public interface RetiredKinds {

  /// Their kinds. What they had said is over.
  Set<String> retired();
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.wave;

/// Why an owner is restarted.
///
/// @param text as it is written into the template
/// @param once whether never again for the same
public record Cause(String text, boolean once) {
  /// Its pods carry an old address, and this is the new one.
  public static Cause address(String url) {
    return new Cause("address " + url, true);
  }

  /// Its pods have no Agent, for this reason.
  public static Cause missed(String reason) {
    return new Cause("missed " + reason, false);
  }
}

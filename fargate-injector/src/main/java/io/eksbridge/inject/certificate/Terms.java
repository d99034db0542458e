// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.certificate;

import java.time.Duration;

/// How long things last.
///
/// @param lifetime of a certificate; renewed when a third of it is left
/// @param publish from the new authority in the configurations to the new certificate
/// @param retire from the new certificate to the end of trust in the old authority
public record Terms(Duration lifetime, Duration publish, Duration retire) {
  private static final int PART = 3;

  /// How long before its end a certificate is renewed.
  Duration reserve() {
    return lifetime.dividedBy(PART);
  }
}

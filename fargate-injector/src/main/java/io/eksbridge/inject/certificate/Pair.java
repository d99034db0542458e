// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.certificate;

import java.time.Instant;

/// A certificate with its key and whoever signed it.
///
/// @param certificate PEM
/// @param key PEM, never printed
/// @param authority who signed it
/// @param end when the certificate ends
/// @param fits whether its parts belong together and it is for the name that the API server calls
public record Pair(String certificate, String key, Authority authority, Instant end, boolean fits) {

  /// Whether the API server would take it.
  public boolean usable(Instant now) {
    return fits && now.isBefore(end);
  }

  @Override
  public String toString() {
    return "a certificate that ends " + end + ", and its key";
  }
}

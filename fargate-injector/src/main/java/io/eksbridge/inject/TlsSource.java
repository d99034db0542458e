// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import java.util.Locale;

/// Whose certificate the webhook serves.
public enum TlsSource {
  /// The controller makes it, publishes its authority and renews it.
  CONTROLLER,
  /// cert-manager makes it and injects its authority into the configurations.
  CERT_MANAGER,
  /// Someone else makes it; the controller publishes the authority that it is given.
  PROVIDED;

  /// As it is written on the command line.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

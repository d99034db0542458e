// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.access;

import java.util.Locale;

/// How far the access to kubelets goes that is granted.
public enum Mode {
  /// Each ServiceAccount reads the kubelets of its own pods' nodes.
  SCOPED,
  /// Each ServiceAccount that runs sidecars reads all kubelets, those of EC2 nodes too.
  CLUSTER,
  /// Nobody is granted anything by us.
  OFF;

  /// As it is written on the command line.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

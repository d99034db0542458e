// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.health;

import java.util.Map;

/// Something that the health of the driver depends on.
public interface HealthCheck {
  /// What is asked.
  enum Question {
    /// Whether the process should go on; if not, the kubelet restarts it.
    LIVENESS,
    /// Whether it can do its work now.
    READINESS
  }

  /// What was seen.
  ///
  /// @param up whether it is as it should be
  /// @param details for the person who asks why not
  record Finding(boolean up, Map<String, ?> details) {
    /// Copies what may change.
    public Finding {
      details = Map.copyOf(details);
    }
  }

  /// What it has a say in.
  Question question();

  /// Its name in the answer.
  String name();

  /// Looks; may take a few seconds and must not throw.
  Finding look();
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

import java.util.Map;
import java.util.Optional;

/// All that a decision may know about a namespace.
public record NamespaceView(
    String name, Map<String, String> labels, boolean terminating, Optional<Copy> copy) {
  public NamespaceView {
    labels = Map.copyOf(labels);
  }
}

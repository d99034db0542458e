// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

import io.eksbridge.inject.Names;
import java.util.Map;

/// A namespace as far as it is known: of one that was made a moment ago the labels may not be.
///
/// @param name of the namespace
/// @param known whether its labels are known
/// @param labels its labels, empty where they are not known
public record NamespaceView(String name, boolean known, Map<String, String> labels) {
  private static final String ENFORCED = "pod-security.kubernetes.io/enforce";

  /// Keeps a copy of the labels.
  public NamespaceView {
    labels = Map.copyOf(labels);
  }

  /// A namespace that nothing is known of but its name.
  public static NamespaceView unknown(String name) {
    return new NamespaceView(name, false, Map.of());
  }

  /// A namespace with these labels.
  public static NamespaceView of(String name, Map<String, String> labels) {
    return new NamespaceView(name, true, labels);
  }

  /// Whether its owner said this of Fargate.
  boolean says(String value) {
    return value.equals(labels.get(Names.FARGATE_KEY));
  }

  /// Whether pods must keep to the `restricted` standard; where that is not known they had better.
  boolean restricted() {
    return !known || "restricted".equals(labels.get(ENFORCED));
  }

  /// Whether a selector takes it.
  boolean selectedBy(LabelSelector selector) {
    return selector.selects(key -> labels.getOrDefault(key, ""), labels::containsKey);
  }
}

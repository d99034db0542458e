// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

import java.util.Map;
import java.util.Optional;

/// All that a decision may know about a namespace: `hasPods` is whether pods in it demand a copy,
/// `lingers` whether it qualified until a short while ago, `consents` whether it lets us see its
/// Secret.
public record NamespaceView(
    String name,
    Map<String, String> labels,
    boolean terminating,
    Optional<Copy> copy,
    boolean hasPods,
    boolean lingers,
    boolean consents) {
  public NamespaceView {
    labels = Map.copyOf(labels);
  }

  /// A namespace without pods that matter, which qualifies or not, and consents.
  public NamespaceView(
      String name, Map<String, String> labels, boolean terminating, Optional<Copy> copy) {
    this(name, labels, terminating, copy, false, false, true);
  }

  /// The same, as far as its pods and its past go otherwise.
  public NamespaceView with(Optional<Copy> seen, boolean pods, boolean lingering) {
    return new NamespaceView(name, labels, terminating, seen, pods, lingering, consents);
  }

  /// The same, where it was not allowed to look.
  public NamespaceView withoutConsent() {
    return new NamespaceView(name, labels, terminating, Optional.empty(), hasPods, lingers, false);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.api;

import java.util.Arrays;
import java.util.Optional;

/// The kinds of objects that the embedded API knows, all of `v1`.
enum Kind {
  NAMESPACE("namespaces", "Namespace", false, true),
  SECRET("secrets", "Secret", true, true),
  CONFIG_MAP("configmaps", "ConfigMap", true, true),
  SERVICE("services", "Service", true, false),
  POD("pods", "Pod", true, false),
  EVENT("events", "Event", true, false);

  final String plural;
  final String title;
  final boolean namespaced;

  /// Whether server-side apply is known here: only where no list has to be merged by key.
  final boolean appliable;

  Kind(String plural, String title, boolean namespaced, boolean appliable) {
    this.plural = plural;
    this.title = title;
    this.namespaced = namespaced;
    this.appliable = appliable;
  }

  static Optional<Kind> of(String plural) {
    return Arrays.stream(values()).filter(kind -> kind.plural.equals(plural)).findFirst();
  }
}

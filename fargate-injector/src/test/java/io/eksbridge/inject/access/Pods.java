// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.access;

import io.eksbridge.inject.fleet.FargatePod;
import io.eksbridge.inject.fleet.SidecarKind;
import java.time.Instant;
import java.util.Optional;

/// Pods of the namespace `shop`.
final class Pods {
  private Pods() {}

  /// One that runs, with a sidecar.
  static FargatePod pod(String account, String node) {
    return pod(account, node, false, SidecarKind.OURS);
  }

  static FargatePod ended(String account, String node) {
    return pod(account, node, true, SidecarKind.OURS);
  }

  static FargatePod without(String account, String node) {
    return pod(account, node, false, SidecarKind.NONE);
  }

  private static FargatePod pod(String account, String node, boolean ended, SidecarKind sidecar) {
    String name = account + "-" + node;
    return new FargatePod(
        name,
        "shop",
        name,
        account,
        node,
        ended,
        false,
        sidecar,
        "",
        "injected",
        "fargate_scheduler",
        Instant.EPOCH,
        Optional.empty());
  }
}

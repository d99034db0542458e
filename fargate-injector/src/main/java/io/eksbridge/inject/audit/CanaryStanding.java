// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.audit;

import io.eksbridge.inject.CanaryConfig;
import io.eksbridge.inject.ControllerConfig;
import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.api.ApiObjects;
import io.eksbridge.inject.cluster.ClusterState;
import io.eksbridge.inject.cluster.Watches;
import io.eksbridge.inject.controller.Standing;
import io.eksbridge.inject.gap.Canary;
import io.eksbridge.inject.verdict.PodView;
import io.eksbridge.inject.verdict.Policy;
import io.eksbridge.inject.verdict.Rules;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Order;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.PrintWriter;

/// Whether the API server calls the webhook: asked by dry runs, with the rights of whoever runs
/// `status`, so that no process of ours needs the right to create pods.
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.STATUS)
@Requires(property = "fargate-injector.canary-namespace")
@Order(Standing.LATER)
@Singleton
final class CanaryStanding implements Standing {
  private final String namespace;
  private final ControllerConfig config;
  private final Policy policy;
  private final ApiObjects objects;
  private final Watches watches;
  private final ClusterState cluster;

  CanaryStanding(
      CanaryConfig canary,
      ControllerConfig config,
      Policy policy,
      ApiObjects objects,
      Watches watches,
      ClusterState cluster) {
    this.namespace = String.valueOf(canary.canaryNamespace());
    this.config = config;
    this.policy = policy;
    this.objects = objects;
    this.watches = watches;
    this.cluster = cluster;
  }

  @Override
  public String name() {
    return "canary";
  }

  @Override
  public boolean tell(PrintWriter out) throws IOException {
    if (!watches.complete()) {
      watches.list();
    }
    boolean well = true;
    for (Canary canary : Canary.values()) {
      if (config.automatic() || canary == Canary.OPT_IN) {
        var created = objects.rehearse("/api/v1/namespaces/" + namespace + "/pods", canary.pod());
        var pod = new PodView(canary.pod(), namespace);
        Canary.Song song = canary.hear(created, Rules.decide(pod, cluster.view(namespace), policy));
        out.println("canary    " + song.text());
        well &= song.well();
      }
    }
    return well;
  }
}

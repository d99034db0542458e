// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.granter;

import io.eksbridge.inject.FargateInjector;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.function.IntSupplier;

/// The meters of the access to kubelets.
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.CONTROLLER)
@Singleton
final class AccessMetrics {
  private static final String PODS = "fargate.injector.access.pods";

  private final MeterRegistry meters;
  private volatile int granted;
  private volatile int waiting;
  private volatile int contested;
  private volatile int denied;
  private volatile int elsewhere;
  private volatile int roles;
  private volatile int clashes;

  AccessMetrics(MeterRegistry meters) {
    this.meters = meters;
    pods("granted", () -> granted);
    pods("waiting", () -> waiting);
    pods("contested", () -> contested);
    pods("denied", () -> denied);
    pods("by_others", () -> elsewhere);
    Gauge.builder("fargate.injector.access.roles", () -> roles)
        .description("ClusterRoles of ours for the access to kubelets")
        .register(meters);
    Gauge.builder("fargate.injector.access.clashes", () -> clashes)
        .description("Roles and bindings under names of ours that someone else made")
        .register(meters);
  }

  /// How things stand.
  void seen(Situation situation) {
    granted = situation.coverage().granted().size();
    waiting = situation.demand().waiting().size();
    contested = situation.demand().contested().size();
    roles = (int) situation.held().roles().values().stream().filter(each -> each.ours()).count();
    clashes = situation.clashes().size();
  }

  /// What access reviews said of the pods that nothing of ours lets in.
  void reviewed(int refused, int allowed) {
    denied = refused;
    elsewhere = allowed;
  }

  /// It is for another replica to tell.
  void relieved() {
    granted = 0;
    waiting = 0;
    contested = 0;
    roles = 0;
    clashes = 0;
  }

  /// A role or binding was written, or was not.
  void written(boolean well) {
    meters
        .counter("fargate.injector.access.writes", "result", well ? "done" : "refused")
        .increment();
  }

  /// An access review was asked for.
  void asked() {
    meters.counter("fargate.injector.access.reviews").increment();
  }

  private void pods(String state, IntSupplier count) {
    Gauge.builder(PODS, count::getAsInt)
        .description("Pods with a sidecar, by whether it may read its kubelet")
        .tag("state", state)
        .register(meters);
  }
}

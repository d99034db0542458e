// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.kubelet;

import io.eksbridge.node.csi.CsiServer;
import io.eksbridge.node.health.HealthCheck;
import jakarta.inject.Singleton;
import java.util.Map;

/// Ready is a driver that serves and that the kubelet took in: from then on volumes can be
/// published.
@Singleton
final class Readiness implements HealthCheck {
  private final CsiServer csi;
  private final Registration registration;

  Readiness(CsiServer csi, Registration registration) {
    this.csi = csi;
    this.registration = registration;
  }

  @Override
  public Question question() {
    return Question.READINESS;
  }

  @Override
  public String name() {
    return "kubelet";
  }

  @Override
  public Finding look() {
    boolean serving = csi.isServing();
    boolean registered = registration.isRegistered();
    return new Finding(serving && registered, Map.of("serving", serving, "registered", registered));
  }
}

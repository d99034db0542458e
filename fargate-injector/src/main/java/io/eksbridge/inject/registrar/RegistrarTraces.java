// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.registrar;

import io.eksbridge.inject.ControllerConfig;
import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.controller.Traces;
import io.eksbridge.inject.registration.Configurations;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Order;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/// The configurations first, so that nothing is called that is no longer there; then the
/// certificate.
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.CLEANUP)
@Order(Traces.FIRST)
@Singleton
final class RegistrarTraces implements Traces {
  private final ControllerConfig config;

  RegistrarTraces(ControllerConfig config) {
    this.config = config;
  }

  @Override
  public List<Trace> traces() {
    var traces = new ArrayList<Trace>();
    for (String name : Configurations.NAMES) {
      traces.add(new Trace("mutatingwebhookconfiguration/" + name, Places.configuration(name)));
    }
    traces.add(
        new Trace(
            "secret/" + config.namespace() + "/" + config.tlsSecret(), Places.of(config).secret()));
    return traces;
  }
}

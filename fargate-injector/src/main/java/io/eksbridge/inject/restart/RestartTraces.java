// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.restart;

import io.eksbridge.inject.ControllerConfig;
import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.Names;
import io.eksbridge.inject.controller.Traces;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.List;

/// The ledger; what is noted in templates stays, since taking it away would restart them.
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.CLEANUP)
@Singleton
final class RestartTraces implements Traces {
  private final ControllerConfig config;

  RestartTraces(ControllerConfig config) {
    this.config = config;
  }

  @Override
  public List<Trace> traces() {
    return List.of(
        new Trace(
            "configmap/" + config.namespace() + "/" + Names.RESTARTS_CONFIG_MAP,
            Restarts.path(config.namespace())));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.controller;

import io.eksbridge.inject.ControllerConfig;
import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.api.ApiObjects;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

/// Who leads, and how the things of all duties stand.
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.STATUS)
@Singleton
public final class Status {
  private final ControllerConfig config;
  private final ApiObjects objects;
  private final List<Standing> duties;

  Status(ControllerConfig config, ApiObjects objects, List<Standing> duties) {
    this.config = config;
    this.objects = objects;
    this.duties = duties;
  }

  /// Prints it; whether all is as it should be.
  public boolean tell(PrintWriter out) throws IOException {
    String leader =
        objects
            .get(LeaseRecord.path(config.namespace()))
            .map(LeaseRecord::holder)
            .filter(each -> !each.isEmpty())
            .orElse("none");
    out.println("leader    " + leader);
    boolean well = !leader.equals("none");
    for (Standing duty : duties) {
      well &= tell(duty, out);
    }
    return well;
  }

  /// What one cannot tell, as for want of a right, keeps none of the others from it.
  private static boolean tell(Standing duty, PrintWriter out) {
    try {
      return duty.tell(out);
    } catch (IOException | Blocked untold) {
      out.println("%-10scannot be told: %s".formatted(duty.name(), untold.getMessage()));
      return false;
    }
  }
}

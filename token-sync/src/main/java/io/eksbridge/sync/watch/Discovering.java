// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import io.eksbridge.startup.ExitCode;
import io.eksbridge.sync.kube.ClusterAgents;
import io.eksbridge.sync.kube.ClusterAgents.Found;
import io.micronaut.context.annotation.Prototype;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells which names to set, found in the Deployments of the cluster agents.
@Prototype
public final class Discovering implements Task {
  private static final Logger LOGGER = LoggerFactory.getLogger(Discovering.class);

  private final ClusterAgents agents;

  Discovering(ClusterAgents agents) {
    this.agents = agents;
  }

  /// Prints them as flags; 0 when there is a cluster agent.
  @Override
  public int run(PrintWriter out) {
    try {
      List<Found> found = agents.find();
      for (Found agent : found) {
        out.println("# " + agent.name() + ", " + agent.install());
        agent.flags().forEach(out::println);
      }
      if (found.isEmpty()) {
        out.println("# no Deployment of a cluster agent found");
      }
      out.flush();
      return found.isEmpty() ? ExitCode.FAILED : ExitCode.OK;
    } catch (IOException failure) {
      LOGGER
          .atError()
          .addKeyValue("failure", String.valueOf(failure.getMessage()))
          .log("Deployments could not be listed: the right to list them is needed");
      return ExitCode.FAILED;
    }
  }
}

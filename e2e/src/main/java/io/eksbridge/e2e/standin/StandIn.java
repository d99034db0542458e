// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.standin;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The entry point of the image: the first argument, or else `STAND_IN`, says for whom it stands
// in.
public final class StandIn {
  private StandIn() {}

  /// Runs until it is killed.
  public static void main(String[] arguments) throws Exception {
    Map<String, String> environment = System.getenv();
    switch (arguments.length == 0 ? "sidecar" : arguments[0]) {
      case "agent" -> Statsd.print(Path.of(arguments[1]));
      case "application" -> Statsd.send(arguments[1], arguments[2]);
      case "cluster-agent" -> ClusterAgent.serve(Path.of(arguments[1]), environment);
      case "sidecar" -> Sidecar.run(environment);
      default -> throw new IllegalArgumentException("nobody is called " + arguments[0]);
    }
  }

  /// One line for whoever reads the container's log.
  static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  /// A short wait between two tries.
  static void pause() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(500);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.access;

import io.eksbridge.parts.ApiClient;
import io.eksbridge.parts.Folders;
import io.eksbridge.parts.RealApiServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// All pods run without an Agent that they should have.
///
/// @param pods how many
/// @param accounts that they are of
public record AllMissed(int pods, int accounts) {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration WHILE =
      Duration.ofSeconds(30); // they are looked at again meanwhile

  /// What two controllers need in memory that have found them all.
  ///
  /// @param missed how many the one that leads has counted
  /// @param found the larger of both when they were, in MiB
  /// @param later the same after a while, in MiB
  public record Result(long missed, long found, long later) {}

  /// Plays it on an API server of its own.
  public Result play() throws IOException, InterruptedException {
    Path folder = Folders.scratch("all-missed-");
    try (RealApiServer server = RealApiServer.start(folder);
        ApiClient api = ApiClient.of(server.kubeconfig())) {
      var fleet = new Fleet(List.of(api));
      fleet.accounts(accounts);
      try (var replicas = new Replicas(folder, server.kubeconfig())) {
        replicas.await();
        for (int pod = 0; pod < pods; pod++) {
          fleet.startWithoutAgent((int) ((long) pod * accounts / pods), pod);
        }
        long began = System.nanoTime();
        while (missed(replicas) < pods && System.nanoTime() - began < LIMIT.toNanos()) {
          TimeUnit.MILLISECONDS.sleep(500);
        }
        long found = replicas.memory();
        TimeUnit.NANOSECONDS.sleep(WHILE.toNanos());
        return new Result(missed(replicas), found, replicas.memory());
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private static long missed(Replicas replicas) throws IOException, InterruptedException {
    return replicas.sum("fargate_injector_missed_pods");
  }
}

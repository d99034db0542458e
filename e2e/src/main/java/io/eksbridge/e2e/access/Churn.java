// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.access;

import io.eksbridge.parts.ApiClient;
import io.eksbridge.parts.Folders;
import io.eksbridge.parts.RealApiServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// All pods start, and all end, in two parts of the same length; in each, controllers are killed.
///
/// @param pods how many, every tenth of which starts twice
/// @param accounts that they are of
/// @param kills of a controller, in all
/// @param part how long each part takes at the least
public record Churn(int pods, int accounts, int kills, Duration part) {
  private static final int AT_ONCE = 16;
  private static final int TWICE = 10;
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final double QUIET = 0.7; // of a part has passed when the last is killed

  /// What came of it.
  ///
  /// @param events pods that started or ended
  /// @param seconds that they took
  /// @param writes to roles and bindings
  /// @param afterStarts seconds from the last start until all was exact
  /// @param afterEnds seconds from the last end until all was exact
  /// @param kills of a controller
  /// @param reviews that were asked
  /// @param wrong what they said that was not so
  /// @param left roles and bindings in the end
  /// @param memory the larger of both controllers with all pods, in MiB
  public record Result(
      int events,
      double seconds,
      long writes,
      double afterStarts,
      double afterEnds,
      int kills,
      int reviews,
      List<String> wrong,
      int left,
      long memory) {}

  /// Plays it on an API server of its own.
  public Result play() throws Exception {
    Path folder = Folders.scratch("access-churn-");
    try (RealApiServer server = RealApiServer.start(folder);
        ApiClient api = ApiClient.of(server.kubeconfig());
        var replicas = new Replicas(folder, server.kubeconfig())) {
      return play(new Fleet(api), new Proof(api), replicas);
    } finally {
      Folders.delete(folder);
    }
  }

  private Result play(Fleet fleet, Proof proof, Replicas replicas) throws Exception {
    fleet.accounts(accounts);
    long before = proof.writes();
    var starts = new ArrayList<Callable<Void>>();
    for (int number = 0; number < pods; number++) {
      int pod = number;
      int account = number * accounts / pods; // those of one account come together
      starts.add(() -> start(fleet, account, pod));
    }
    double started = part(starts, replicas);
    double afterStarts = settled(fleet, proof, replicas);
    List<String> wrong = proof.wrong(fleet.pods().values());
    long memory = replicas.memory();
    List<Callable<Void>> ends =
        IntStream.range(0, pods)
            .<Callable<Void>>mapToObj(
                number ->
                    () -> {
                      fleet.end(number);
                      return null;
                    })
            .toList();
    double ended = part(ends, replicas);
    double afterEnds = settled(fleet, proof, replicas);
    return new Result(
        2 * (pods + pods / TWICE),
        started + ended,
        proof.writes() - before,
        afterStarts,
        afterEnds,
        replicas.kills(),
        2 * pods,
        wrong,
        proof.left(),
        memory);
  }

  private static Void start(Fleet fleet, int account, int pod)
      throws IOException, InterruptedException {
    fleet.start(account, pod);
    if (pod % TWICE == 0) {
      fleet.end(pod);
      fleet.start(account, pod);
    }
    return null;
  }

  /// Evenly over the part, while controllers are killed; the seconds that it took.
  private double part(List<Callable<Void>> events, Replicas replicas)
      throws InterruptedException, ExecutionException {
    long began = System.nanoTime();
    try (var working = Executors.newFixedThreadPool(AT_ONCE);
        var killing = Executors.newSingleThreadScheduledExecutor()) {
      var done = new ArrayList<Future<?>>();
      for (int kill = 1; kill <= kills / 2; kill++) {
        long at = (long) (part.toMillis() * QUIET * kill / (kills / 2.0));
        done.add(
            killing.schedule(
                () -> {
                  replicas.kill();
                  return null;
                },
                at,
                TimeUnit.MILLISECONDS));
      }
      for (int index = 0; index < events.size(); index++) {
        long due = began + part.toNanos() * index / events.size();
        TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
        done.add(working.submit(events.get(index)));
      }
      for (Future<?> each : done) {
        each.get();
      }
    }
    return since(began);
  }

  /// The seconds from now until all is exact.
  private static double settled(Fleet fleet, Proof proof, Replicas replicas)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    while (!proof.exact(fleet.pods().values())) {
      if (since(began) > LIMIT.toSeconds()) {
        throw new IOException("it does not become exact: " + replicas.log());
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return since(began);
  }

  private static double since(long began) {
    return (System.nanoTime() - began) / 1e9;
  }
}

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
/// @param pods how many, every fiftieth of which starts twice
/// @param accounts that they are of
/// @param kills of a controller, in all
/// @param part how long each part takes at the least
public record Churn(int pods, int accounts, int kills, Duration part) {
  private static final int AT_ONCE = 16;
  private static final int CONNECTIONS = 4;
  private static final int TWICE = 50;
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final double QUIET = 0.7; // of a part has passed when the last is killed

  /// What came of it.
  ///
  /// @param events pods that started or ended
  /// @param bare what they took without a controller, as fast as the API server went
  /// @param started what it took until the last had started
  /// @param ended what it took, after that, until the last had ended
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
      Spent bare,
      Spent started,
      Spent ended,
      long writes,
      double afterStarts,
      double afterEnds,
      int kills,
      int reviews,
      List<String> wrong,
      int left,
      long memory) {}

  /// Plays it on an API server of its own: first without a controller, as fast as it goes.
  public Result play() throws Exception {
    Path folder = Folders.scratch("access-churn-");
    var clients = new ArrayList<ApiClient>();
    try (RealApiServer server = RealApiServer.start(folder)) {
      for (int number = 0; number < CONNECTIONS; number++) {
        clients.add(ApiClient.of(server.kubeconfig()));
      }
      var fleet = new Fleet(clients);
      fleet.accounts(accounts);
      Spent none = Spent.until(server, Duration.ZERO);
      all(starts(fleet), Duration.ZERO);
      all(ends(fleet), Duration.ZERO);
      Spent bare = Spent.until(server, Duration.ZERO).minus(none);
      try (var replicas = new Replicas(folder, server.kubeconfig())) {
        replicas.await();
        return play(fleet, new Proof(clients.getFirst()), server, replicas, bare);
      }
    } finally {
      clients.forEach(ApiClient::close);
      Folders.delete(folder);
    }
  }

  private Result play(Fleet fleet, Proof proof, RealApiServer server, Replicas replicas, Spent bare)
      throws Exception {
    long before = proof.writes();
    Spent began = Spent.until(server, replicas.cpu());
    part(starts(fleet), replicas);
    Spent started = Spent.until(server, replicas.cpu()).minus(began);
    double afterStarts = settled(fleet, proof, replicas);
    List<String> wrong = proof.wrong(fleet.pods().values());
    long memory = replicas.memory();
    Spent full = Spent.until(server, replicas.cpu());
    part(ends(fleet), replicas);
    Spent ended = Spent.until(server, replicas.cpu()).minus(full);
    double afterEnds = settled(fleet, proof, replicas);
    return new Result(
        2 * (pods + pods / TWICE),
        bare,
        started,
        ended,
        proof.writes() - before,
        afterStarts,
        afterEnds,
        replicas.kills(),
        2 * pods,
        wrong,
        proof.left(),
        memory);
  }

  private List<Callable<Void>> starts(Fleet fleet) {
    return IntStream.range(0, pods)
        .<Callable<Void>>mapToObj( // those of one account come together
            pod -> () -> start(fleet, (int) ((long) pod * accounts / pods), pod))
        .toList();
  }

  private List<Callable<Void>> ends(Fleet fleet) {
    return IntStream.range(0, accounts)
        .<Callable<Void>>mapToObj(
            account ->
                () -> {
                  fleet.endAll(account);
                  return null;
                })
        .toList();
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

  /// Evenly over the part, while controllers are killed.
  private void part(List<Callable<Void>> events, Replicas replicas)
      throws InterruptedException, ExecutionException {
    try (var killing = Executors.newSingleThreadScheduledExecutor()) {
      var killed = new ArrayList<Future<?>>();
      for (int kill = 1; kill <= kills / 2; kill++) {
        long at = (long) (part.toMillis() * QUIET * kill / (kills / 2.0));
        Callable<Void> one =
            () -> {
              replicas.kill();
              return null;
            };
        killed.add(killing.schedule(one, at, TimeUnit.MILLISECONDS));
      }
      all(events, part);
      for (Future<?> each : killed) {
        each.get();
      }
    }
  }

  /// Evenly over this time, or longer where the API server takes longer.
  private static void all(List<Callable<Void>> events, Duration over)
      throws InterruptedException, ExecutionException {
    long began = System.nanoTime();
    try (var working = Executors.newFixedThreadPool(AT_ONCE)) {
      var done = new ArrayList<Future<?>>();
      for (int index = 0; index < events.size(); index++) {
        long due = began + over.toNanos() * index / events.size();
        TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
        done.add(working.submit(events.get(index)));
      }
      for (Future<?> each : done) {
        each.get();
      }
    }
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

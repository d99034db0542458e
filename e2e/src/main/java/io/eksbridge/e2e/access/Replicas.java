// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.access;

import io.eksbridge.e2e.speed.Memory;
import io.eksbridge.parts.Child;
import io.eksbridge.parts.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Two controllers, each of which is started again as a kubelet does when it is killed: as the
/// same pod.
final class Replicas implements AutoCloseable {
  private static final int MANY = 2;

  private final Path folder;
  private final Path kubeconfig;
  private final List<Service> running = new ArrayList<>();
  private int kills;
  private Duration spent = Duration.ZERO;

  Replicas(Path folder, Path kubeconfig) throws IOException {
    this.folder = folder;
    this.kubeconfig = kubeconfig;
    for (int number = 0; number < MANY; number++) {
      running.add(start(number));
    }
  }

  /// Waits until both could do the work.
  void await() throws IOException, InterruptedException {
    for (Service each : running) {
      each.awaitReady(System.nanoTime());
    }
  }

  /// Kills one with SIGKILL, in turn, and starts it again.
  synchronized void kill() throws IOException, InterruptedException {
    int number = kills++ % MANY;
    spent = spent.plus(running.get(number).process().cpu());
    running.get(number).process().kill();
    running.get(number).close();
    running.set(number, start(number));
  }

  /// How often that was done.
  synchronized int kills() {
    return kills;
  }

  /// How long all of them have worked on a processor so far.
  synchronized Duration cpu() {
    return running.stream().map(each -> each.process().cpu()).reduce(spent, Duration::plus);
  }

  /// The most that one of them has in memory now.
  synchronized long memory() throws IOException {
    long most = 0;
    for (Service each : running) {
      most = Math.max(most, Memory.of(each.process().pid()).rss());
    }
    return most;
  }

  /// The sum of the meters of this name, over their labels and over both.
  synchronized long sum(String meter) throws IOException, InterruptedException {
    double sum = 0;
    for (Service each : running) {
      sum +=
          each.get("/metrics")
              .lines()
              .filter(line -> line.startsWith(meter + "{") || line.startsWith(meter + " "))
              .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
              .sum();
    }
    return (long) sum;
  }

  /// How many lines they have logged.
  synchronized long lines() throws IOException {
    long lines = 0;
    for (Service each : running) {
      lines += each.process().log().lines().count();
    }
    return lines;
  }

  /// The end of their logs.
  synchronized String log() throws IOException {
    var log = new StringBuilder();
    for (Service each : running) {
      String said = each.process().log();
      log.append(said.substring(Math.max(0, said.length() - 2_000))).append('\n');
    }
    return log.toString();
  }

  @Override
  public synchronized void close() {
    running.forEach(Service::close);
  }

  private Service start(int number) throws IOException {
    int port = Child.freePort();
    return Service.start(
        "fargate-injector",
        Files.createTempDirectory(folder, "controller"),
        port,
        "controller",
        "--kubeconfig=" + kubeconfig,
        "--namespace=default",
        "--automatic=false", // no webhook runs that the API server could call
        "--identity=controller-" + number,
        "--management-port=" + port);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e;

import io.eksbridge.e2e.lifecycle.Caller;
import io.eksbridge.e2e.lifecycle.NodeFolder;
import io.eksbridge.e2e.lifecycle.Pods;
import io.eksbridge.e2e.lifecycle.Tally;
import io.eksbridge.parts.Child;
import io.eksbridge.parts.Folders;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;

/// Replaces node-driver while pods come and go, as a DaemonSet with `maxSurge` does: starts the new
/// process beside the old, waits until it is ready, ends the old. Measures what the pods noticed.
/// `unshare --mount --propagation private java -cp e2e/target/e2e.jar io.eksbridge.e2e.Upgrade
/// [upgrades]`.
final class Upgrade {
  private static final int USUAL = 10;
  private static final int PODS = 4;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private Upgrade() {}

  public static void main(String[] arguments) throws Exception {
    System.setProperty("logback.configurationFile", "demo-log.xml");
    int upgrades = arguments.length == 0 ? USUAL : Integer.parseInt(arguments[0]);
    Path folder = Folders.scratch("upgrade-");
    var tally = new Tally();
    try (var node = new NodeFolder(folder);
        var kubelet = new Caller(node.csiSocket())) {
      play(upgrades, node, kubelet, tally);
    }
    System.out.println(
        "| upgrades | calls answered | calls refused or broken off | longest call |");
    System.out.println("|---|---|---|---|");
    System.out.printf(
        "| %d | %d | %d | %d ms |%n",
        upgrades,
        tally.answered.get(),
        tally.refused.get() + tally.brokenPublishes.get() + tally.brokenUnpublishes.get(),
        tally.longestGap.get() / 1_000_000);
    if (!tally.wrong().isEmpty()) {
      System.out.println(String.join("\n", tally.wrong()));
      System.exit(1);
    }
    Folders.delete(folder);
    System.exit(0);
  }

  private static void play(int upgrades, NodeFolder node, Caller kubelet, Tally tally)
      throws IOException, InterruptedException {
    int port = Child.freePort();
    Child driver = node.start("driver-0", port);
    driver.await(LIMIT, () -> Files.exists(node.registration()));
    kubelet.register(node.registration());
    Object link = Files.getAttribute(node.registration(), "unix:ctime", LinkOption.NOFOLLOW_LINKS);
    try (var pods = new Pods(node, kubelet, tally, PODS)) {
      for (int upgrade = 1; upgrade <= upgrades; upgrade++) {
        int newPort = Child.freePort();
        Child next = node.start("driver-" + upgrade, newPort);
        next.await(LIMIT, () -> isReady(newPort));
        pods.check();
        int exitCode = driver.stop();
        if (exitCode != 0) {
          tally.wrong("the old one ended with " + exitCode);
        }
        pods.check();
        driver = next;
      }
    }
    if (!link.equals(
        Files.getAttribute(node.registration(), "unix:ctime", LinkOption.NOFOLLOW_LINKS))) {
      tally.wrong("the kubelet saw the plugin come again");
    }
    int exitCode = driver.stop();
    if (exitCode != 0 || !node.driversFiles().isEmpty() || !node.mounts().isEmpty()) {
      tally.wrong("left behind: " + exitCode + node.driversFiles() + node.mounts());
    }
  }

  private static boolean isReady(int port) throws InterruptedException {
    URI readiness = URI.create("http://127.0.0.1:" + port + "/health/readiness");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
              .send(HttpRequest.newBuilder(readiness).build(), BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException notYet) {
      return false;
    }
  }
}

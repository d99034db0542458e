// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e;

import io.eksbridge.e2e.lifecycle.Caller;
import io.eksbridge.e2e.lifecycle.NodeFolder;
import io.eksbridge.e2e.lifecycle.Pods;
import io.eksbridge.e2e.lifecycle.Tally;
import io.eksbridge.parts.Child;
import io.eksbridge.parts.Folders;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// Kills node-driver with SIGKILL at random moments, while pods come and go, and starts it again;
/// after each time every volume must be as the kubelet wants it and nothing else be left. `unshare
/// --mount --propagation private java -cp e2e/target/e2e.jar io.eksbridge.e2e.Kills [kills]`.
final class Kills {
  private static final int USUAL = 300;
  private static final int PODS = 8;
  private static final int EARLY = 5; // each so-manieth hits a process that is still starting
  private static final int STARTING_MILLIS = 600;
  private static final int SERVING_MILLIS = 60;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private Kills() {}

  public static void main(String[] arguments) throws Exception {
    System.setProperty("logback.configurationFile", "demo-log.xml");
    int kills = arguments.length == 0 ? USUAL : Integer.parseInt(arguments[0]);
    Path folder = Folders.scratch("kills-");
    var tally = new Tally();
    var starts = new ArrayList<Long>();
    try (var node = new NodeFolder(folder);
        var kubelet = new Caller(node.csiSocket())) {
      int exitCode = play(kills, node, kubelet, tally, starts);
      if (exitCode != 0) {
        tally.wrong("the last one ended with " + exitCode);
      }
      if (!node.driversFiles().isEmpty()) {
        tally.wrong("left behind: " + node.driversFiles());
      }
    }
    print(kills, tally, starts);
    if (!tally.wrong().isEmpty()) {
      System.out.println(String.join("\n", tally.wrong()));
      System.exit(1);
    }
    Folders.delete(folder);
    System.exit(0);
  }

  private static int play(
      int kills, NodeFolder node, Caller kubelet, Tally tally, List<Long> starts)
      throws IOException, InterruptedException {
    Child driver = start(node, kubelet, starts);
    try (var pods = new Pods(node, kubelet, tally, PODS)) {
      for (int kill = 1; kill <= kills; kill++) {
        if (kill % EARLY == 0) {
          driver.kill();
          driver = node.start("driver", Child.freePort());
          pause(STARTING_MILLIS);
        } else {
          pause(SERVING_MILLIS);
        }
        driver.kill();
        driver = start(node, kubelet, starts);
        pods.check();
      }
    }
    int exitCode = driver.stop();
    if (!node.mounts().isEmpty()) {
      tally.wrong("still mounted: " + node.mounts());
    }
    return exitCode;
  }

  /// Starts one, and registers it once it offers itself.
  private static Child start(NodeFolder node, Caller kubelet, List<Long> starts)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    Object before = identity(node.registration());
    Child driver = node.start("driver", Child.freePort());
    driver.await(LIMIT, () -> offers(node.registration(), before, kubelet));
    starts.add(System.nanoTime() - began);
    return driver;
  }

  /// Whether the link was made anew and leads to a driver; if so it is registered now.
  private static boolean offers(Path link, Object before, Caller kubelet) throws IOException {
    Object now = identity(link);
    if (now.equals("") || now.equals(before)) {
      return false;
    }
    try {
      return !kubelet.register(link).getName().isEmpty();
    } catch (StatusRuntimeException notYet) {
      return false;
    }
  }

  private static Object identity(Path link) throws IOException {
    try {
      return Files.getAttribute(link, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException absent) { // or about to be made anew
      return "";
    }
  }

  private static void pause(int most) throws InterruptedException {
    TimeUnit.MICROSECONDS.sleep(ThreadLocalRandom.current().nextInt(most * 1000));
  }

  private static void print(int kills, Tally tally, List<Long> starts) {
    starts.sort(null);
    System.out.println(
        "| kills | of these while starting | publishes broken off | unpublishes broken off |"
            + " calls answered | start to registered, median | worst | wrong |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    System.out.printf(
        "| %d | %d | %d | %d | %d | %d ms | %d ms | %d |%n",
        kills + kills / EARLY,
        kills / EARLY,
        tally.brokenPublishes.get(),
        tally.brokenUnpublishes.get(),
        tally.answered.get(),
        starts.get(starts.size() / 2) / 1_000_000,
        starts.getLast() / 1_000_000,
        tally.wrong().size());
  }
}

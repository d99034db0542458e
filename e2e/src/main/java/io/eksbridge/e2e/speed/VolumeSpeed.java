// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.speed;

import csi.v1.NodeGetInfoRequest;
import csi.v1.NodeGrpc.NodeBlockingStub;
import io.eksbridge.e2e.story.Kubelet;
import io.eksbridge.parts.Folders;
import io.eksbridge.parts.Namespace;
import io.eksbridge.parts.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import pluginregistration.PluginInfo;

/// Measures node-driver in one run: publish and unpublish of a directory volume over its socket,
/// against a pair of calls that do nothing on the same socket, `mount(8)` twice and `umount(8)`,
/// and bare system calls; again with 5,000 foreign mounts on the node; with 256 callers at once;
/// the time from its start to its first answer, and its memory. In a mount namespace of its own:
/// `java --enable-native-access=ALL-UNNAMED -cp e2e/target/e2e.jar
/// io.eksbridge.e2e.speed.VolumeSpeed [pairs]`.
public final class VolumeSpeed {
  private static final String INSIDE = "inside";
  private static final String TYPE = "DSDSocketDirectory";
  private static final int FOREIGN = 5_000;
  private static final int CALLERS = 256;
  private static final int FIRST = 500;
  private static final int STARTS = 7;
  private static final int IDLE_SECONDS = 5;
  private static final String MEMORY = "| memory | RSS | PSS | anonymous |\n|---|---|---|---|";
  private static final int WARM_UP = 15_000; // until both processes have compiled what they will

  private final int pairs;
  private final MeasuredNode node;

  private VolumeSpeed(int pairs, MeasuredNode node) {
    this.pairs = pairs;
    this.node = node;
  }

  public static void main(String[] arguments) throws Exception {
    System.setProperty("logback.configurationFile", "demo-log.xml"); // the table is the log
    List<String> given = List.of(arguments);
    int pairs =
        given.stream()
            .filter(one -> !one.equals(INSIDE))
            .mapToInt(Integer::parseInt)
            .findFirst()
            .orElse(5_000);
    if (!given.contains(INSIDE)) {
      System.exit(inside(pairs));
    }
    Path folder = Folders.scratch("speed-");
    var calls = new SystemCalls();
    // A disk's file system would be measured too: ext4 searches longer for an inode, the more it
    // has freed within the last seconds.
    calls.memory(folder);
    try {
      new VolumeSpeed(pairs, new MeasuredNode(folder)).run(calls);
    } finally {
      calls.detach(folder);
      Folders.delete(folder);
    }
  }

  /// This program once more, where what it mounts is seen by nobody else.
  private static int inside(int pairs) throws IOException, InterruptedException {
    String[] again = {
      ProcessHandle.current().info().command().orElseThrow(),
      "--enable-native-access=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow",
      "-cp",
      System.getProperty("java.class.path"),
      VolumeSpeed.class.getName(),
      INSIDE,
      "" + pairs
    };
    return new ProcessBuilder(Namespace.command(again)).inheritIO().start().waitFor();
  }

  private void run(SystemCalls calls) throws Exception {
    try (Kubelet caller = new Kubelet()) {
      System.out.println("| what | times | p50 | p99 |\n|---|---|---|---|");
      var memory = new ArrayList<String>();
      try (Service driver = node.start()) {
        PluginInfo info = node.registered(driver, caller);
        TimeUnit.SECONDS.sleep(IDLE_SECONDS); // what is measured is the idle process
        memory.add("| idle, after 5 s | " + Memory.of(driver.process().pid()).cells() + " |");
        measure(calls, caller, caller.node(info));
        memory.add(
            "| after all of the above | " + Memory.of(driver.process().pid()).cells() + " |");
      }
      System.out.println(starts(caller).row("start of the process to the first answer"));
      System.out.println("\n" + MEMORY + "\n" + String.join("\n", memory));
    }
  }

  private void measure(SystemCalls calls, Kubelet caller, NodeBlockingStub driver)
      throws Exception {
    Path target = node.target("one");
    Path bare = node.folder().resolve("bare");
    Path there = Files.createDirectory(node.folder().resolve("there"));
    Laps.Lap pair = () -> publishAndUnpublish(caller, driver, target);
    Laps.Lap nothing =
        () -> {
          for (int i = 0; i < 2; i++) {
            var _ = driver.nodeGetInfo(NodeGetInfoRequest.getDefaultInstance());
          }
        };
    Laps first = Laps.of(0, FIRST, pair);
    var _ = Laps.inTurns(WARM_UP, nothing, pair);
    List<Laps> both = Laps.inTurns(pairs, nothing, pair);
    Laps noOp = both.getFirst();
    Laps ours = both.getLast();
    Laps programs = MountPrograms.measure(node.agent(), there, Math.max(200, pairs / 20));
    Laps kernel =
        Laps.of(
            WARM_UP,
            pairs,
            () -> {
              Files.createDirectory(bare);
              calls.bind(node.agent(), bare);
              calls.unmount(bare);
              Files.delete(bare);
            });
    System.out.println(first.row("publish + unpublish, the first of both processes"));
    System.out.println(ours.row("publish + unpublish over the socket"));
    System.out.println(noOp.row("two calls that do nothing, same socket"));
    System.out.println(programs.row("mount(8) twice, umount(8), on a folder that is there"));
    System.out.println(kernel.row("mkdir(2), mount(2) twice, umount2(2), rmdir(2)"));
    List<Path> foreign = node.foreign(calls, FOREIGN);
    Laps crowded = Laps.of(WARM_UP / 10, pairs, pair);
    System.out.println(crowded.row("publish + unpublish, " + FOREIGN + " foreign mounts"));
    foreign.forEach(calls::unmount);
    Laps after = Laps.of(WARM_UP / 10, pairs, pair);
    System.out.println(after.row("publish + unpublish once more, without them"));
    String together = together(caller, driver);
    System.out.printf(
        Locale.ROOT,
        "%nOf the programs: 1/%.1f. Of the calls that do nothing: %.2f. Of the bare calls: %.1f."
            + " With foreign mounts: %.2f.%n%s%n%n| what | times | p50 | p99 |%n|---|---|---|---|%n",
        ratio(programs, ours),
        ratio(ours, noOp),
        ratio(ours, kernel),
        2.0 * crowded.median() / (ours.median() + after.median()),
        together);
  }

  /// Many callers, each with a volume of its own, as when a node's pods all start.
  private String together(Kubelet caller, NodeBlockingStub driver) throws Exception {
    int each = Math.max(4, pairs / CALLERS);
    var failures = new LongAdder();
    var first = new LongAdder();
    var ready = new CountDownLatch(1);
    var done = new CountDownLatch(CALLERS);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CALLERS; i++) {
        Path target = node.target("caller-" + i);
        threads.execute(
            () -> {
              try {
                ready.await();
                for (int lap = 0; lap < each; lap++) {
                  publishAndUnpublish(caller, driver, target);
                }
              } catch (Exception failure) {
                failures.increment();
                if (first.intValue() == 0) {
                  first.increment();
                  System.out.println(failure.getMessage());
                }
              } finally {
                done.countDown();
              }
            });
      }
      long began = System.nanoTime();
      ready.countDown();
      done.await();
      double seconds = (System.nanoTime() - began) / 1e9;
      return String.format(
          Locale.ROOT,
          "%d callers at once, %d pairs each: %.0f pairs a second, %d failures.",
          CALLERS,
          each,
          CALLERS * each / seconds,
          failures.sum());
    }
  }

  private Laps starts(Kubelet caller) throws Exception {
    long[] nanos = new long[STARTS];
    for (int i = 0; i < STARTS; i++) {
      long began = System.nanoTime();
      try (Service driver = node.start()) {
        Path socket = node.csiSocket();
        driver.process().await(MeasuredNode.LIMIT, () -> Files.exists(socket));
        var _ = caller.nodeId(caller.node(socket));
        nanos[i] = System.nanoTime() - began;
      }
    }
    return new Laps(nanos);
  }

  private void publishAndUnpublish(Kubelet caller, NodeBlockingStub driver, Path target) {
    caller.publish(driver, "csi-volume", target, TYPE);
    caller.unpublish(driver, "csi-volume", target);
  }

  private static double ratio(Laps one, Laps other) {
    return (double) one.median() / other.median();
  }
}

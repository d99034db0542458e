// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.speed;

import csi.v1.NodeGrpc.NodeBlockingStub;
import csi.v1.NodePublishVolumeRequest;
import csi.v1.VolumeCapability;
import csi.v1.VolumeCapability.MountVolume;
import io.eksbridge.e2e.story.Kubelet;
import io.eksbridge.node.library.Platform;
import io.eksbridge.parts.Folders;
import io.eksbridge.parts.Namespace;
import io.eksbridge.parts.RealRegistry;
import io.eksbridge.parts.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Measures libraries in one run: a cold publish of 200 MB in 2,000 files (100 MB packed) from
/// `docker-registry` on the loopback by a driver that has just been started, in turn with a plain
/// download of the same layer piped to `tar xz`; the driver's memory meanwhile; warm publishes
/// against those of a socket's folder; and 50 pods at once. In a mount namespace of its own, as
/// [VolumeSpeed] is started.
public final class LibrarySpeed {
  private static final String INSIDE = "inside";
  private static final int ROUNDS = 5;
  private static final int PODS = 50;
  private static final int WARM = 1_000;
  private static final int IDLE_SECONDS = 5;

  private final MeasuredNode node;
  private final RealRegistry registry;
  private final String digest;
  private int volumes;

  private LibrarySpeed(MeasuredNode node, RealRegistry registry, String digest) {
    this.node = node;
    this.registry = registry;
    this.digest = digest;
  }

  /// Runs it.
  public static void main(String[] arguments) throws Exception {
    System.setProperty("logback.configurationFile", "demo-log.xml"); // the table is the log
    if (!List.of(arguments).contains(INSIDE)) {
      System.exit(inside());
    }
    Path folder = Folders.scratch("libraries-");
    var calls = new SystemCalls();
    calls.memory(folder); // the disk is not measured
    try (var registry = new RealRegistry(folder.resolve("registry"))) {
      Path layer = LibraryLayer.make(folder);
      String digest =
          registry.image("datadog/dd-lib-java-init", "v1", arch(), "tar+gzip", List.of(layer));
      System.out.printf("layer: %.1f MB packed%n%n", Files.size(layer) / 1e6);
      new LibrarySpeed(new MeasuredNode(folder), registry, digest).run(layer);
    } finally {
      calls.detach(folder);
      Folders.delete(folder);
    }
  }

  private static int inside() throws IOException, InterruptedException {
    String[] again = {
      ProcessHandle.current().info().command().orElseThrow(),
      "--enable-native-access=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow",
      "-cp",
      System.getProperty("java.class.path"),
      LibrarySpeed.class.getName(),
      INSIDE
    };
    return new ProcessBuilder(Namespace.command(again)).inheritIO().start().waitFor();
  }

  private static String arch() {
    return Platform.of(System.getProperty("os.arch")).architecture();
  }

  private void run(Path layer) throws Exception {
    String blob =
        "http://%s/v2/datadog/dd-lib-java-init/blobs/%s"
            .formatted(registry.host(), LibraryLayer.digest(layer));
    long[] plain = new long[ROUNDS];
    long[] ours = new long[ROUNDS];
    long above = 0;
    for (int round = 0; round < ROUNDS; round++) {
      plain[round] = plain(blob);
      try (Kubelet caller = new Kubelet();
          Service driver = started(round)) {
        NodeBlockingStub stub = ready(driver, caller);
        TimeUnit.SECONDS.sleep(IDLE_SECONDS);
        long idle = anonymous(driver);
        try (var peak = new Peak(driver)) {
          long began = System.nanoTime();
          publish(stub, "v1");
          ours[round] = System.nanoTime() - began;
          above = Math.max(above, peak.kib() - idle);
        }
        if (round == ROUNDS - 1) {
          warm(caller, stub);
        }
      }
    }
    var baseline = new Laps(plain);
    var cold = new Laps(ours);
    System.out.println("\n| what | times | p50 | p99 |\n|---|---|---|---|");
    System.out.println(baseline.row("curl piped to tar xz"));
    System.out.println(cold.row("cold publish by a driver that was just started"));
    System.out.printf(
        Locale.ROOT,
        "%nOf curl and tar: %.2f. Anonymous memory above idle, at most: %.1f MiB.%n",
        (double) cold.median() / baseline.median(),
        above / 1024.0);
    together();
  }

  private long plain(String blob) throws Exception {
    Path into = Files.createDirectory(node.folder().resolve("plain"));
    long began = System.nanoTime();
    LibraryLayer.run("sh", "-c", "curl -sf %s | tar xz -C %s".formatted(blob, into));
    long took = System.nanoTime() - began;
    Folders.delete(into);
    return took;
  }

  private Service started(int round) throws IOException {
    return node.start(
        "--storage-path=" + node.folder().resolve("storage-" + round),
        "--registry-allow-list=" + registry.host(),
        "--registry-plain-http-hosts=" + registry.host(),
        "--library-free-floor=1");
  }

  private NodeBlockingStub ready(Service driver, Kubelet caller) throws Exception {
    return caller.node(node.registered(driver, caller));
  }

  private void publish(NodeBlockingStub driver, String version) throws IOException {
    volumes++;
    publish(driver, version, "csi-" + volumes, node.target("pod-" + volumes));
  }

  private void publish(NodeBlockingStub driver, String version, String volume, Path target) {
    String prefix = "dd.csi.datadog.com/library.";
    var _ =
        driver.nodePublishVolume(
            NodePublishVolumeRequest.newBuilder()
                .setVolumeId(volume)
                .setTargetPath(target.toString())
                .setReadonly(true)
                .setVolumeCapability(
                    VolumeCapability.newBuilder().setMount(MountVolume.getDefaultInstance()))
                .putAllVolumeContext(
                    Map.of(
                        "type",
                        "DatadogLibrary",
                        prefix + "registry",
                        registry.host() + "/datadog",
                        prefix + "package",
                        "dd-lib-java-init",
                        prefix + "version",
                        version))
                .build());
  }

  private void warm(Kubelet caller, NodeBlockingStub driver) throws Exception {
    Path target = node.target("warm");
    Laps.Lap library =
        () -> {
          publish(driver, digest, "csi-warm", target);
          caller.unpublish(driver, "csi-warm", target);
        };
    Laps.Lap sockets =
        () -> {
          caller.publish(driver, "csi-warm", target, "DSDSocketDirectory");
          caller.unpublish(driver, "csi-warm", target);
        };
    Laps first = Laps.of(WARM, WARM, sockets);
    Laps libraries = Laps.of(WARM, WARM, library);
    Laps second = Laps.of(WARM, WARM, sockets);
    System.out.println("| what | times | p50 | p99 |\n|---|---|---|---|");
    System.out.println(first.row("publish + unpublish of a socket's folder"));
    System.out.println(libraries.row("publish + unpublish of a library that is there"));
    System.out.println(second.row("publish + unpublish of a socket's folder once more"));
    System.out.printf(
        Locale.ROOT,
        "%nOf a socket's folder: %.2f.%n",
        2.0 * libraries.median() / (first.median() + second.median()));
  }

  private void together() throws Exception {
    try (Kubelet caller = new Kubelet();
        Service driver = started(ROUNDS);
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      NodeBlockingStub stub = ready(driver, caller);
      List<Callable<Void>> pods = new ArrayList<>();
      for (int pod = 0; pod < PODS; pod++) {
        Path target = node.target("together-" + pod);
        String volume = "csi-together-" + pod;
        pods.add(
            () -> {
              publish(stub, "v1", volume, target);
              return null;
            });
      }
      long began = System.nanoTime();
      for (Future<Void> each : callers.invokeAll(pods)) {
        each.get();
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      String count = "datadog_csi_driver_library_download_duration_seconds_count";
      String downloads =
          Scrape.text(node.port())
              .lines()
              .filter(line -> line.startsWith(count))
              .map(line -> line.substring(line.lastIndexOf(' ') + 1))
              .findFirst()
              .orElse("none");
      System.out.printf(
          Locale.ROOT,
          "%d pods at once: all served in %.2f s, downloads: %s.%n",
          PODS,
          seconds,
          downloads);
    }
  }

  private static long anonymous(Service driver) throws IOException {
    return Peak.kib(driver.process().pid());
  }
}

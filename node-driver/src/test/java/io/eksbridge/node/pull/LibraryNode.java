// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csi.v1.NodeGrpc;
import csi.v1.NodePublishVolumeRequest;
import io.eksbridge.node.Calls;
import io.eksbridge.node.Node;
import io.eksbridge.node.PrivateMounts;
import io.eksbridge.node.RunningDriver;
import io.eksbridge.node.library.Platform;
import io.eksbridge.node.mount.LinuxMounts;
import io.eksbridge.node.store.Archive;
import io.eksbridge.node.volume.MountTable;
import io.eksbridge.parts.Given;
import io.eksbridge.parts.RealRegistry;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A node with the whole driver, a real kernel and a real registry.
abstract class LibraryNode {
  static final String ARCHITECTURE = Platform.of(System.getProperty("os.arch")).architecture();
  static final String LIB = "datadog-init/package/";
  private static final String PREFIX = "dd.csi.datadog.com/library.";

  @TempDir Path folder;

  Node node;
  RealRegistry registry;
  RunningDriver driver;
  ManagedChannel csi;

  @BeforeEach
  void begin() throws Exception {
    PrivateMounts.required();
    Given.program("docker-registry");
    node = new Node(folder);
    registry = new RealRegistry(folder.resolve("registry"));
    driver = started(Map.of());
    csi = driver.channel(node.csiSocket());
  }

  /// Starts the driver, which knows the registry, with further properties.
  void start(Map<String, Object> more) {
    driver = started(more);
    csi = driver.channel(node.csiSocket());
  }

  private RunningDriver started(Map<String, Object> more) {
    Map<String, Object> properties =
        new HashMap<>(
            Map.of(
                "node-driver.registry-allow-list",
                registry.host() + "/datadoghq",
                "node-driver.registry-plain-http-hosts",
                registry.host(),
                "node-driver.registry-auth-path",
                folder.resolve("auth").toString(),
                "node-driver.library-limit",
                "64Mi",
                "node-driver.library-free-floor",
                "1"));
    properties.putAll(more);
    return new RunningDriver(node, properties);
  }

  /// Ends the driver.
  void stop() {
    csi.shutdownNow();
    driver.close();
  }

  @AfterEach
  void end() throws Exception {
    if (driver != null) {
      stop();
      for (MountTable.Layer layer : new LinuxMounts().table().layers().reversed()) {
        if (layer.point().startsWith(folder.toString())) {
          new ProcessBuilder("umount", "-l", layer.point()).inheritIO().start().waitFor();
        }
      }
    }
    if (registry != null) {
      registry.close();
      node.close();
    }
  }

  /// Stores the image of a library of that version.
  String push(String name, String tag, Archive... layers) throws IOException, InterruptedException {
    List<Path> files = new ArrayList<>();
    for (Archive layer : layers) {
      files.add(layer.in(folder.resolve("layer-" + name + tag + files.size())));
    }
    return registry.image("datadoghq/" + name, tag, ARCHITECTURE, "tar+gzip", files);
  }

  /// The layer of a library that says its version.
  static Archive library(String version) {
    return new Archive()
        .file("datadog-init/package/version", 0644, version)
        .file("datadog-init/package/lib/a.so", 0755, "code of " + version);
  }

  /// A volume of a library, as Datadog's webhook writes it.
  NodePublishVolumeRequest volume(String name, String version, Path target) {
    return Calls.publish("DatadogLibrary", target).toBuilder()
        .setVolumeId("csi-" + target.getName(target.getNameCount() - 5))
        .setReadonly(true)
        .putVolumeContext(PREFIX + "registry", registry.host() + "/datadoghq")
        .putVolumeContext(PREFIX + "package", name)
        .putVolumeContext(PREFIX + "version", version)
        .build();
  }

  /// The same with one more attribute.
  static NodePublishVolumeRequest with(
      NodePublishVolumeRequest volume, String attribute, String value) {
    return volume.toBuilder().putVolumeContext(PREFIX + attribute, value).build();
  }

  void publish(NodePublishVolumeRequest volume) {
    var _ =
        NodeGrpc.newBlockingStub(csi)
            .withDeadlineAfter(60, TimeUnit.SECONDS)
            .nodePublishVolume(volume);
  }

  void unpublish(NodePublishVolumeRequest volume) {
    var _ =
        NodeGrpc.newBlockingStub(csi)
            .nodeUnpublishVolume(
                Calls.unpublish(Path.of(volume.getTargetPath())).toBuilder()
                    .setVolumeId(volume.getVolumeId())
                    .build());
  }

  /// The value of a line of the metrics.
  String metric(String line) {
    return driver
        .get("/metrics")
        .body()
        .lines()
        .filter(each -> each.startsWith(line))
        .map(each -> each.substring(each.lastIndexOf(' ') + 1))
        .findFirst()
        .orElse("absent");
  }

  /// What is in the driver's storage and not whole.
  List<Path> left() throws IOException {
    Path storage = folder.resolve("storage");
    List<Path> left = new ArrayList<>();
    for (String name : List.of("scratch", "trash")) {
      if (Files.isDirectory(storage.resolve(name))) {
        try (var files = Files.walk(storage.resolve(name), 2)) {
          left.addAll(
              files.filter(each -> each.getFileName().toString().matches("[0-9]+|.*~.*")).toList());
        }
      }
    }
    return left;
  }

  /// It is, with that code and those words, and nothing of it is served or left.
  void refused(String code, String words, NodePublishVolumeRequest volume) throws Exception {
    assertThatThrownBy(() -> publish(volume))
        .hasMessageContaining(code)
        .hasMessageContaining(words);

    assertThat(Path.of(volume.getTargetPath())).doesNotExist();
    assertThat(left()).isEmpty();
    Path store = folder.resolve("storage/store");
    if (Files.isDirectory(store)) {
      assertThat(store).isEmptyDirectory();
    }
  }

  /// Eight megabytes that cannot be packed.
  static Archive large() {
    return large("1");
  }

  /// The same of another version, with other bytes.
  static Archive large(String version) {
    return library(version).file(LIB + "noise", 0644, noise(version.hashCode(), 8 << 20));
  }

  /// Bytes that cannot be packed.
  static byte[] noise(int seed, int bytes) {
    var noise = new byte[bytes];
    new Random(seed).nextBytes(noise);
    return noise;
  }

  /// Puts a disk of that size where the driver stores libraries.
  void disk(String size) throws IOException, InterruptedException {
    Path storage = Files.createDirectories(folder.resolve("storage"));
    assertThat(
            new ProcessBuilder(
                    "mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", storage.toString())
                .start()
                .waitFor())
        .isZero();
  }
}

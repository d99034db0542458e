// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.speed;

import io.eksbridge.e2e.story.Kubelet;
import io.eksbridge.parts.Child;
import io.eksbridge.parts.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import pluginregistration.PluginInfo;

/// The folders of a node with an Agent and a kubelet, for node-driver to be started on.
final class MeasuredNode {
  static final Duration LIMIT = Duration.ofSeconds(30);

  private final Path folder;
  private final Path agent;
  private final Path kubelet;
  private final Path registry;
  private final int port;

  MeasuredNode(Path folder) throws IOException {
    this.folder = folder;
    this.agent = Files.createDirectory(folder.resolve("agent"));
    this.kubelet = Files.createDirectory(folder.resolve("kubelet"));
    this.registry = Files.createDirectory(kubelet.resolve("plugins_registry"));
    this.port = Child.freePort();
  }

  Path folder() {
    return folder;
  }

  /// What volumes show.
  Path agent() {
    return agent;
  }

  /// Starts the driver on it, with further flags.
  Service start(String... further) throws IOException {
    List<String> flags = new ArrayList<>(List.of(further));
    flags.add("--csi-endpoint=unix://" + csiSocket());
    flags.add("--kubelet-registration-path=" + csiSocket());
    flags.add("--kubelet-path=" + kubelet);
    flags.add("--dsd-host-socket-path=" + agent.resolve("dsd.socket"));
    flags.add("--apm-host-socket-path=" + agent.resolve("apm.socket"));
    flags.add("--node-id=node");
    flags.add("--metrics-port=" + port);
    return Service.start("node-driver", folder, port, flags.toArray(new String[0]));
  }

  /// Where its metrics are.
  int port() {
    return port;
  }

  /// Waits for the driver and registers it.
  PluginInfo registered(Service driver, Kubelet caller) throws Exception {
    driver.process().await(LIMIT, () -> registrationSocket().isPresent());
    return caller.register(registrationSocket().orElseThrow());
  }

  private Optional<Path> registrationSocket() throws IOException {
    try (Stream<Path> sockets = Files.list(registry)) {
      return sockets.filter(path -> path.toString().endsWith("-reg.sock")).findFirst();
    }
  }

  Path csiSocket() {
    return kubelet.resolve("csi.sock");
  }

  /// Where the kubelet would have a volume of that pod.
  Path target(String pod) throws IOException {
    return Files.createDirectories(
            kubelet.resolve("pods", pod, "volumes", "kubernetes.io~csi", "datadog"))
        .resolve("mount");
  }

  /// Mounts of others, of another file system than the volumes; the order to take them away in.
  List<Path> foreign(SystemCalls calls, int count) throws IOException {
    var mounts = new ArrayList<Path>();
    Path others = Files.createDirectory(folder.resolve("others"));
    calls.memory(others); // other pods' volumes are of other file systems
    Path source = Files.createDirectory(others.resolve("source"));
    for (int i = 0; i < count; i++) {
      Path place = Files.createDirectory(others.resolve("m" + i));
      calls.bindOnly(source, place);
      mounts.add(place);
    }
    return Stream.concat(mounts.reversed().stream(), Stream.of(others)).toList();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.lifecycle;

import io.eksbridge.parts.Child;
import io.eksbridge.parts.Layout;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A node in a folder: the kubelet's folders, an Agent that listens, and the driver's processes.
public final class NodeFolder implements AutoCloseable {
  private final Path root;
  private final List<ServerSocketChannel> listening = new ArrayList<>();
  private final Map<Path, Object> agentsFiles;

  /// Makes it below `root`.
  public NodeFolder(Path root) throws IOException {
    this.root = root;
    for (Path folder : List.of(plugin(), registry(), kubelet().resolve("pods"), agent())) {
      Files.createDirectories(folder);
    }
    for (String name : List.of("dsd.socket", "apm.socket")) {
      ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      listening.add(socket.bind(UnixDomainSocketAddress.of(agent().resolve(name))));
    }
    Files.writeString(agent().resolve("precious"), "not to be lost");
    this.agentsFiles = inodes(agent());
  }

  /// Starts a driver's process; its log is `<name>.log` in the node's folder.
  public Child start(String name, int port) throws IOException {
    return Child.start(
        name,
        root,
        Map.of("LOG_FORMAT", "json"),
        List.of(
            Layout.of("node-driver").resolve("bin/node-driver").toString(),
            "--csi-endpoint=unix://" + csiSocket(),
            "--kubelet-path=" + kubelet(),
            "--dsd-host-socket-path=" + agent().resolve("dsd.socket"),
            "--apm-host-socket-path=" + agent().resolve("apm.socket"),
            "--node-id=node",
            "--metrics-port=" + port));
  }

  /// Where the kubelet calls the driver.
  public Path csiSocket() {
    return plugin().resolve("csi.sock");
  }

  /// What the kubelet finds in its plugin registry.
  public Path registration() {
    return registry().resolve("k8s.csi.datadoghq.com-reg.sock");
  }

  /// The folder that the kubelet makes for one volume of a pod, and the target in it.
  public Path target(String pod) throws IOException {
    Path volume = kubelet().resolve("pods/" + pod + "/volumes/kubernetes.io~csi/dd");
    return Files.createDirectories(volume).resolve("mount");
  }

  /// The mounts at or below a path, as lines of mountinfo.
  public static List<String> mounts(Path path) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/mountinfo"))) {
      return lines.filter(line -> Path.of(line.split(" ", 6)[4]).startsWith(path)).toList();
    }
  }

  /// All mounts of volumes.
  public List<String> mounts() throws IOException {
    return mounts(kubelet());
  }

  /// Whether each file of the Agent is the one that it was at first.
  public boolean agentIsWhole() throws IOException {
    return inodes(agent()).equals(agentsFiles);
  }

  /// What the driver has in its folder and in the registry.
  public List<Path> driversFiles() throws IOException {
    var files = new ArrayList<Path>();
    for (Path folder : List.of(plugin(), registry())) {
      try (Stream<Path> names = Files.list(folder)) {
        names.forEach(files::add);
      }
    }
    return files;
  }

  @Override
  public void close() throws IOException {
    for (ServerSocketChannel socket : listening) {
      socket.close();
    }
  }

  private static Map<Path, Object> inodes(Path folder) throws IOException {
    var inodes = new TreeMap<Path, Object>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        inodes.put(file, Files.getAttribute(file, "unix:ino"));
      }
    }
    return inodes;
  }

  private Path kubelet() {
    return root.resolve("kubelet");
  }

  private Path plugin() {
    return kubelet().resolve("plugins/datadog.csi/driver");
  }

  private Path registry() {
    return kubelet().resolve("plugins_registry");
  }

  private Path agent() {
    return root.resolve("agent");
  }
}

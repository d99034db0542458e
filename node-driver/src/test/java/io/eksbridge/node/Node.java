// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// A node in a folder: a kubelet's folders, and the sockets of an Agent that listens.
public final class Node implements AutoCloseable {
  private final Path root;
  private ServerSocketChannel dsd;
  private final ServerSocketChannel apm;

  /// Makes it below `root`, which must be short enough for sockets.
  public Node(Path root) throws IOException {
    this.root = root;
    Files.createDirectories(kubelet().resolve("pods"));
    Files.createDirectories(kubelet().resolve("plugins_registry"));
    Files.createDirectories(csiSocket().resolveSibling(""));
    Files.createDirectories(agent());
    this.dsd = listen(dsdSocket());
    this.apm = listen(apmSocket());
  }

  /// The configuration of a driver on this node.
  public NodeDriverConfig config() {
    return new NodeDriverConfig(
        "unix://" + csiSocket(),
        Names.DRIVER,
        dsdSocket().toString(),
        apmSocket().toString(),
        agent().resolve("dsd-stream.socket").toString(),
        kubelet().toString(),
        "",
        "node-1",
        5000);
  }

  /// The same driver's settings of node directories: they are on.
  public NodeDirectoryConfig directories() {
    return new NodeDirectoryConfig(root.resolve("storage").toString(), true, "1Mi", "2Mi");
  }

  /// The Agent ends, and another begins: its DogStatsD socket is another at the same path.
  public void restartAgent() throws IOException {
    dsd.close();
    Files.delete(dsdSocket());
    dsd = listen(dsdSocket());
  }

  /// The kubelet's folder.
  public Path kubelet() {
    return root.resolve("kubelet");
  }

  /// The folder that the Agent listens in.
  public Path agent() {
    return root.resolve("agent");
  }

  /// The Agent's DogStatsD socket.
  public Path dsdSocket() {
    return agent().resolve("dsd.socket");
  }

  /// The Agent's trace socket.
  public Path apmSocket() {
    return agent().resolve("apm.socket");
  }

  /// Where a driver of this node is called.
  public Path csiSocket() {
    return kubelet().resolve("plugins/datadog.csi/driver/csi.sock");
  }

  /// The folder of a pod's volume: the kubelet makes it, and the driver the mount in it.
  public Path target(String pod) throws IOException {
    Path folder = kubelet().resolve("pods/" + pod + "/volumes/kubernetes.io~csi/dd");
    return Files.createDirectories(folder).resolve("mount");
  }

  @Override
  public void close() throws IOException {
    dsd.close();
    apm.close();
  }

  private static ServerSocketChannel listen(Path path) throws IOException {
    return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(path));
  }
}

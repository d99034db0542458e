// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.story;

import csi.v1.NodeGrpc.NodeBlockingStub;
import io.eksbridge.parts.Child;
import io.eksbridge.parts.Folders;
import io.eksbridge.parts.Service;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import pluginregistration.PluginInfo;

/// node-driver mounts the Agent's sockets into pods on EC2 nodes, read-only, and takes them away
/// without a trace.
record SocketsArrive() implements Step<Stage> {
  private static final String DRIVER = "k8s.csi.datadoghq.com";

  @Override
  public String title() {
    return "node-driver publishes the Agent's socket into a pod on an EC2 node";
  }

  @Override
  public void play(Stage stage, Story story) throws IOException, InterruptedException {
    Path sockets = Files.createDirectory(stage.folder().resolve("agent"));
    Path kubeletPath = stage.folder().resolve("kubelet");
    Path pod = kubeletPath.resolve("pods/" + UUID.randomUUID());
    Path volumes = Files.createDirectories(pod.resolve("volumes/kubernetes.io~csi"));
    Path plugins = Files.createDirectories(kubeletPath.resolve("plugins/datadog.csi"));
    Path registry = Files.createDirectory(kubeletPath.resolve("plugins_registry"));
    StandInAgent agent = stage.until(new StandInAgent(sockets.resolve("dsd.socket")));
    int port = Child.freePort();
    long start = System.nanoTime();
    Service driver =
        stage.start(
            "node-driver",
            port,
            "--csi-endpoint=unix://" + plugins.resolve("csi.sock"),
            "--kubelet-registration-path=" + plugins.resolve("csi.sock"),
            "--kubelet-path=" + kubeletPath,
            "--dsd-host-socket-path=" + agent.socket(),
            "--apm-host-socket-path=" + sockets.resolve("apm.socket"),
            "--node-id=demo-node",
            "--metrics-port=" + port);
    Path registration = registry.resolve(DRIVER + "-reg.sock");
    driver.process().await(Duration.ofSeconds(30), () -> Files.exists(registration));
    Kubelet kubelet = stage.until(new Kubelet());
    PluginInfo info = kubelet.register(registration);
    NodeBlockingStub node = kubelet.node(info);
    story.say(
        "Started; ready after %d ms. The kubelet found its socket and registered it:",
        driver.awaitReady(start));
    story.show(
        List.of(
            info.getType()
                + " "
                + info.getName()
                + " "
                + info.getSupportedVersionsList()
                + ", node "
                + kubelet.nodeId(node)));
    story.claim("the driver is registered under its name", info.getName().equals(DRIVER));

    Path directory = Files.createDirectory(volumes.resolve("datadog")).resolve("mount");
    Path file = Files.createDirectory(volumes.resolve("socket")).resolve("mount");
    directory(story, kubelet, node, agent, stage.folder(), directory);
    kubelet.publish(node, "volume-2", file, "DSDSocket");
    String packet = "demo.orders:1|c";
    agent.send(link(stage.folder(), "dsd", file), packet);
    story.claim(
        "through a volume of the type DSDSocket, too", agent.hear().equals(Optional.of(packet)));

    kubelet.unpublish(node, "volume-1", directory);
    kubelet.unpublish(node, "volume-2", file);
    boolean gone =
        Files.notExists(directory, LinkOption.NOFOLLOW_LINKS)
            && Files.notExists(file, LinkOption.NOFOLLOW_LINKS);
    story.claim(
        "unpublished, nothing is left in the pod's folder", gone && Folders.mounts(pod).isEmpty());
    story.claim("and the Agent still has its socket", Files.exists(agent.socket()));
    story.show(
        driver
            .get("/metrics")
            .lines()
            .filter(line -> line.startsWith("datadog_csi_driver_node_"))
            .map(line -> line.replace(stage.folder().toString(), ""))
            .toList());
  }

  private static void directory(
      Story story,
      Kubelet kubelet,
      NodeBlockingStub node,
      StandInAgent agent,
      Path folder,
      Path target)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    kubelet.publish(node, "volume-1", target, "DSDSocketDirectory");
    long millis = (System.nanoTime() - start) / 1_000_000;
    story.say("DSDSocketDirectory published, by its first call ever in %d ms, at", millis);
    story.show(
        List.of(
            "kubelet"
                + target.toString().substring(folder.resolve("kubelet").toString().length())));
    String packet = "demo.page.views:1|c|#env:demo";
    agent.send(link(folder, "run", target).resolve("dsd.socket"), packet);
    Optional<String> heard = agent.hear();
    story.say(
        "A packet sent through the mounted socket: %s; the Agent received: %s",
        packet, heard.orElse("nothing"));
    story.claim("the Agent received what the pod sent", heard.equals(Optional.of(packet)));
    String refusal = refusal(target.resolve("dsd.socket"));
    story.claim(
        "the pod cannot remove the Agent's socket: " + refusal,
        refusal.equals("Read-only file system"));
    int mounts = Folders.mounts(folder).size();
    long again = System.nanoTime();
    kubelet.publish(node, "volume-1", target, "DSDSocketDirectory");
    long micros = (System.nanoTime() - again) / 1_000;
    story.claim(
        "published again in " + micros + " µs, nothing more is mounted",
        Folders.mounts(folder).size() == mounts);
  }

  /// A short way to `target`, as a pod has it: a socket's path may have 107 bytes only.
  private static Path link(Path folder, String name, Path target) throws IOException {
    return Files.createSymbolicLink(folder.resolve(name), target);
  }

  private static String refusal(Path socket) {
    try {
      Files.delete(socket);
      return "it could";
    } catch (FileSystemException refused) {
      return String.valueOf(refused.getReason());
    } catch (IOException refused) {
      return String.valueOf(refused.getMessage());
    }
  }
}

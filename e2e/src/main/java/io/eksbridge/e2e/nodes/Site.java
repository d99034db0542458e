// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.nodes;

import io.eksbridge.e2e.story.Play;
import io.eksbridge.parts.Folders;
import io.eksbridge.parts.Layout;
import io.eksbridge.parts.Patience;
import io.eksbridge.parts.RealCluster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where the story plays: a cluster with an EC2 node and Fargate-like ones, the Agent on the node,
/// the cluster agent, and the namespaces of two teams.
public final class Site implements AutoCloseable {
  static final List<String> SERVICES = List.of("node-driver", "fargate-injector", "token-sync");
  static final String TAG = "0.1.0";
  static final String CSI =
      "csi: {driver: k8s.csi.datadoghq.com, volumeAttributes: {type: DSDSocketDirectory}}";

  private static final String FIRST_TOKEN = "the-first-token-of-the-cluster-agent";
  private static final int FARGATE = 4; // for all that the story starts there
  private static final String REGISTRY = "docker.io/library";

  private final Path folder;
  private final int fargate;
  private @Nullable RealCluster running;
  private @Nullable Release release;

  private Site(Path folder, int fargate) {
    this.folder = folder;
    this.fargate = fargate;
  }

  /// Nothing yet but a folder.
  public static Site open() throws IOException {
    return open(FARGATE);
  }

  /// As above, with so many Fargate nodes.
  static Site open(int fargate) throws IOException {
    return new Site(Folders.scratch("story-"), fargate);
  }

  /// The story.
  public static Play<Site> story() {
    return new Play<>(
        List.of(
            new WithoutUs(),
            new OneInstall(),
            new SocketsByVolume(),
            new CoreDnsIsSeen(),
            new NamespaceOfASecond(),
            new OneDeploymentEverywhere(),
            new TokenChanges(),
            new NodeFalters(),
            new KilledUpgradedScaled(),
            new Uninstalled()));
  }

  /// Starts the cluster with Datadog's parts; nothing of ours yet.
  public void raise() throws Exception {
    List<Path> services = SERVICES.stream().map(Layout::requireImage).toList();
    RealCluster cluster = RealCluster.start(folder.resolve("state"), fargate);
    running = cluster;
    release = new Release(cluster, values());
    for (Path service : services) {
      cluster.loadOnEc2(service);
    }
    var images = new Images(folder);
    cluster.load(images.standIn());
    cluster.load(images.coreDns());
    cluster.apply(
        text("datadog.yaml")
            .replace("TOKEN-HERE", FIRST_TOKEN)
            .replace("SOCKETS-HERE", sockets().toString())
            .replace("KEYS-HERE", Keys.make(folder)));
    if (!pods("datadog", "app=datadog-cluster-agent").ready()) {
      throw new IOException("the cluster agent's stand-in is not ready: " + told());
    }
  }

  /// What it is, for people.
  public String title() {
    return cluster().title();
  }

  RealCluster cluster() {
    return Objects.requireNonNull(running, "the cluster is not started");
  }

  Release release() {
    return Objects.requireNonNull(release, "the cluster is not started");
  }

  Pods pods(String namespace, String label) {
    return new Pods(cluster(), namespace, label);
  }

  /// The values that this cluster needs and a real one does not, and a sidecar that stands in.
  private Map<String, Object> values() {
    Path node = folder.resolve("state/ec2");
    return Map.ofEntries(
        Map.entry("global.image.registry", REGISTRY),
        Map.entry("node-driver.kubeletPath", node.resolve("kubelet")),
        Map.entry("node-driver.staleVolumes.podLogsPath", node.resolve("pod-logs")),
        Map.entry("node-driver.sockets.dsdHostSocketPath", sockets().resolve("dsd.socket")),
        Map.entry("node-driver.sockets.apmHostSocketPath", sockets().resolve("apm.socket")),
        Map.entry(
            "node-driver.sockets.dsdStreamHostSocketPath", sockets().resolve("stream.socket")),
        Map.entry("fargate-injector.sidecar.image", Images.STAND_IN),
        Map.entry("fargate-injector.sidecar.clusterName", "story"),
        Map.entry("fargate-injector.sidecar.cpu", "1000m"), // the JVM of the stand-in
        Map.entry("fargate-injector.mixedWorkloads", true),
        Map.entry("fargate-injector.tls.publishWait", "PT1S"),
        Map.entry("fargate-injector.tls.retireWait", "PT30S"));
  }

  /// Applies a manifest of the story.
  void apply(String name) throws IOException, InterruptedException {
    cluster().apply(text(name));
  }

  /// A manifest of the story.
  static String text(String name) throws IOException {
    try (InputStream file =
        Objects.requireNonNull(Site.class.getResourceAsStream("/nodes/" + name), name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// Creates a pod on the EC2 node that sends its name.
  void send(String name, String volume) throws IOException, InterruptedException {
    cluster().apply(text("sender.yaml").replace("NAME-HERE", name).replace("VOLUME-HERE", volume));
  }

  /// The node's Agent gets more of what that pod sends.
  boolean heard(String packet) throws IOException, InterruptedException {
    long before = count(packet);
    return Patience.until(Pods.LIMIT, () -> count(packet) > before + 1);
  }

  private long count(String packet) throws IOException, InterruptedException {
    return cluster()
        .kubectl("logs", "-n", "datadog", "agent", "--ignore-errors")
        .lines()
        .filter(("received " + packet)::equals)
        .count();
  }

  /// What the driver holds of volumes on the node.
  List<String> mounts() throws IOException, InterruptedException {
    return cluster()
        .inside("cat", "/proc/1/mountinfo")
        .lines()
        .filter(line -> line.contains(folder + "/") && line.contains("kubernetes.io~csi"))
        .toList();
  }

  /// The last lines of node-driver's log.
  String driverLog() throws IOException, InterruptedException {
    return cluster().kubectl("logs", "-n", "eksbridge-node", "daemonset/node-driver", "--tail=60");
  }

  /// What somebody who looks for a fault would ask first.
  public String told() {
    try {
      return cluster().kubectl("get", "pods", "-A", "-o", "wide")
          + cluster().kubectl("get", "events", "-A", "--field-selector=type=Warning")
          + cluster()
              .kubectl(
                  "logs",
                  "-n",
                  Release.NAMESPACE,
                  "-l",
                  "app.kubernetes.io/instance=" + Release.NAME,
                  "--tail=20",
                  "--prefix");
    } catch (IOException | InterruptedException broken) {
      return broken.toString();
    }
  }

  @Override
  public void close() {
    if (running != null) {
      running.close();
    }
    Folders.delete(folder);
  }

  private Path sockets() {
    return folder.resolve("state/ec2/agent");
  }
}

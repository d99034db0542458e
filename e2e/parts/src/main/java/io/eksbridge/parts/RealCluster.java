// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.parts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A cluster with real kubelets, in namespaces of its own (`e2e/parts/cluster`): a node as on EC2
/// and nodes as on Fargate. Its API is reached through a port of the loopback, as administrator.
public final class RealCluster implements Cluster {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Child script;
  private final Path folder;
  private final Relay relay;
  private final Path kubeconfig;

  private RealCluster(Child script, Path folder) throws IOException {
    this.script = script;
    this.folder = folder;
    this.relay = new Relay(folder.resolve("api.sock"));
    var access = Kubeconfig.plain("http://127.0.0.1:" + relay.port());
    this.kubeconfig = access.write(folder.resolve("relay.kubeconfig"));
  }

  /// Starts it with so many Fargate nodes, and returns when all nodes are ready.
  ///
  /// @param folder new, for its state and logs; everything in it may be deleted afterwards
  public static RealCluster start(Path folder, int fargate)
      throws IOException, InterruptedException {
    for (String program : List.of("kubelet", "kube-apiserver", "etcd", "containerd", "runc")) {
      var _ = Parts.require(program);
    }
    Files.createDirectories(folder);
    Child script =
        Child.start(
            "script",
            folder,
            Map.of(),
            List.of(
                Layout.project().resolve("e2e/parts/cluster").toString(),
                folder.toString(),
                Integer.toString(fargate)));
    try {
      script.await(LIMIT, () -> Files.exists(folder.resolve("ready")));
      return new RealCluster(script, folder);
    } catch (IOException | InterruptedException failure) {
      script.close();
      throw failure;
    }
  }

  /// The folder of the node `ec2-node`: `kubelet` in it is the kubelet's root.
  public Path ec2() {
    return folder.resolve("ec2");
  }

  /// Makes an image known on every node.
  public void load(Path archive) throws IOException, InterruptedException {
    for (Path node : nodes()) {
      load(archive, node);
    }
  }

  /// Makes an image known on the EC2 node alone.
  public void loadOnEc2(Path archive) throws IOException, InterruptedException {
    load(archive, ec2());
  }

  private void load(Path archive, Path node) throws IOException, InterruptedException {
    ctr(node, "images", "import", archive.toString());
  }

  /// Tells the containerd of a node by its folder, about what Kubernetes has there.
  public void ctr(Path node, String... arguments) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(List.of("ctr", "--address", node.resolve("containerd.sock").toString()));
    command.addAll(List.of("--namespace", "k8s.io"));
    command.addAll(List.of(arguments));
    var _ = inside(command.toArray(String[]::new));
  }

  /// Kills a process of the cluster by its name (`ec2-kubelet`, `ec2-containerd`, `apiserver`,
  /// ...); it is started again at once.
  public void kill(String name) throws IOException, InterruptedException {
    inside("kill", "-KILL", Files.readString(folder.resolve(name + ".pid")).strip());
  }

  /// Runs kubectl inside; what it prints.
  public String kubectl(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Parts.require("kubectl").toString());
    command.add("--kubeconfig=" + folder.resolve("admin.kubeconfig"));
    command.addAll(List.of(arguments));
    return inside(command.toArray(String[]::new));
  }

  /// Runs a command in the cluster's namespaces; what it prints.
  ///
  /// @throws IOException with that when it fails
  public String inside(String... command) throws IOException, InterruptedException {
    String process = Files.readString(folder.resolve("init.pid")).strip();
    var all =
        new ArrayList<>(List.of("nsenter", "--target=" + process, "--net", "--mount", "--pid"));
    all.addAll(List.of(command));
    Process running = new ProcessBuilder(all).redirectErrorStream(true).start();
    String said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (running.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
    return said;
  }

  /// Applies manifests in YAML.
  public void apply(String manifests) throws IOException, InterruptedException {
    Path file = Files.createTempFile(folder, "manifests", ".yaml");
    try {
      Files.writeString(file, manifests);
      var _ = kubectl("apply", "--server-side", "--force-conflicts", "-f", file.toString());
    } finally {
      Files.delete(file);
    }
  }

  @Override
  public Path kubeconfig() {
    return kubeconfig;
  }

  @Override
  public String title() {
    return "a cluster of an EC2 node and Fargate nodes, with real kubelets";
  }

  @Override
  public void close() {
    relay.close();
    script.hangUp();
  }

  private List<Path> nodes() throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(each -> Files.exists(each.resolve("kubelet.yaml"))).sorted().toList();
    }
  }
}

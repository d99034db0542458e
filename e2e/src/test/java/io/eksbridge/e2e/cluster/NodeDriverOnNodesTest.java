// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eksbridge.parts.Folders;
import io.eksbridge.parts.Given;
import io.eksbridge.parts.Patience;
import io.eksbridge.parts.RealCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// node-driver as its chart installs it, from its image, under a real kubelet; one test after the
/// other, on one cluster.
@TestMethodOrder(OrderAnnotation.class)
final class NodeDriverOnNodesTest {
  private static final String DRIVERS = "app=datadog-csi-driver-node-server";
  private static final String CSI =
      "csi: {driver: k8s.csi.datadoghq.com, volumeAttributes: {type: DSDSocketDirectory}}";

  private static final Duration LIMIT = Duration.ofMinutes(2); // two cores for a whole cluster

  private static Path folder;
  private static Path sockets;
  private static RealCluster cluster;
  private static Release driver;

  @BeforeAll
  static void aClusterWithAnAgent() throws Exception {
    Given.nodes();
    Path image = Given.image("node-driver");
    folder = Folders.scratch("cluster-");
    sockets = folder.resolve("state/ec2/agent");
    cluster = RealCluster.start(folder.resolve("state"), 0);
    cluster.load(image);
    cluster.load(StandInImage.make(folder));
    cluster.apply(
        """
        {apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: restricted}}}
        ---
        {apiVersion: v1, kind: Namespace, metadata: {name: datadog, labels: {pod-security.kubernetes.io/enforce: privileged}}}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: agent, namespace: datadog}
        spec:
          terminationGracePeriodSeconds: 0
          securityContext: {runAsUser: 0}
          containers:
            - name: agent
              image: %s
              args: [agent, /var/run/datadog/dsd.socket]
              volumeMounts: [{name: sockets, mountPath: /var/run/datadog}]
          volumes:
            - {name: sockets, hostPath: {path: %s, type: DirectoryOrCreate}}
        """
            .formatted(StandInImage.NAME, sockets));
    driver = new Release("node-driver", "datadog", cluster);
  }

  @AfterAll
  static void withoutIt() {
    if (cluster != null) {
      cluster.close();
      Folders.delete(folder);
    }
  }

  @Test
  @Order(1)
  void aRestrictedPodReachesTheAgentThroughItsVolumeAndNotThroughHostPath() throws Exception {
    driver.install(values(Map.of()));
    assertThatThrownBy(() -> create("by-path", "hostPath: {path: " + sockets + "}"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            "violates PodSecurity \"restricted:latest\": restricted volume types");

    create("by-volume", CSI);

    heard("by-volume");
  }

  @Test
  @Order(2)
  void volumesStayAndTheDriverIsThereAgainAfterTheKubeletRestarts() throws Exception {
    cluster.kill("ec2-kubelet");

    create("after-the-kubelet", CSI);

    heard("after-the-kubelet");
    heardAnew("by-volume");
  }

  @Test
  @Order(3)
  void volumesStayWhenContainerdRestarts() throws Exception {
    cluster.kill("ec2-containerd");

    create("after-containerd", CSI);

    heard("after-containerd");
    heardAnew("by-volume");
  }

  @Test
  @Order(4)
  void anUpgradeLetsPodsStartAndVolumesStay() throws Exception {
    driver.install(values(Map.of("resources.requests.cpu", "11m")));

    create("after-the-upgrade", CSI);

    heard("after-the-upgrade");
    heardAnew("by-volume");
  }

  @Test
  @Order(5)
  void podsGoAndLeaveNoMount() throws Exception {
    cluster.kubectl("delete", "pods", "--all", "-n", "shop");

    assertThat(Patience.until(LIMIT, () -> mounts().isEmpty())).as(mounts()).isTrue();
  }

  @Test
  @Order(6)
  void withoutTheDriverRunningPodsKeepTheirVolume() throws Exception {
    create("left-alone", CSI);
    heard("left-alone");

    assertThatThrownBy(driver::uninstall).hasMessageContaining("node-driver-guard");
    assertThat(cluster.kubectl("logs", "-n", "datadog", "job/node-driver-guard"))
        .contains("shop/left-alone on ", "1 pod holds volumes of k8s.csi.datadoghq.com");
    heard("left-alone");

    driver.force();
    assertThat(
            Patience.until(
                LIMIT,
                () ->
                    cluster
                        .kubectl("get", "pods", "-n", "datadog", "-l", DRIVERS, "-o", "name")
                        .isBlank()))
        .isTrue();

    heardAnew("left-alone");
    assertThat(cluster.kubectl("get", "csidrivers,clusterroles,clusterrolebindings", "-o", "name"))
        .doesNotContain("node-driver", "datadoghq");
  }

  private static Map<String, Object> values(Map<String, Object> more) {
    var values = new java.util.HashMap<String, Object>(more);
    values.put("kubeletPath", folder.resolve("state/ec2/kubelet"));
    values.put("staleVolumes.podLogsPath", folder.resolve("state/ec2/pod-logs"));
    values.put("sockets.dsdHostSocketPath", sockets.resolve("dsd.socket"));
    values.put("sockets.apmHostSocketPath", sockets.resolve("apm.socket"));
    values.put("sockets.dsdStreamHostSocketPath", sockets.resolve("dsd-stream.socket"));
    return values;
  }

  private static void create(String name, String volume) throws Exception {
    cluster.apply(
        """
      apiVersion: v1
      kind: Pod
      metadata: {name: %s, namespace: shop}
      spec:
        terminationGracePeriodSeconds: 0
        securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}
        containers:
          - name: application
            image: %s
            args: [application, /var/run/datadog/dsd.socket, "%s"]
            securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
            volumeMounts: [{name: sockets, mountPath: /var/run/datadog}]
        volumes:
          - name: sockets
            %s
      """
            .formatted(name, StandInImage.NAME, name, volume));
  }

  /// The Agent gets what that pod sends.
  private static void heard(String name) throws Exception {
    assertThat(Patience.until(LIMIT, () -> agent().contains("received " + name)))
        .as(() -> told(name))
        .isTrue();
  }

  /// The Agent gets more of it.
  private static void heardAnew(String name) throws Exception {
    long before = count(name);
    assertThat(Patience.until(LIMIT, () -> count(name) > before + 1)).as(() -> told(name)).isTrue();
  }

  private static long count(String name) throws IOException, InterruptedException {
    return agent().lines().filter(("received " + name)::equals).count();
  }

  private static String agent() throws IOException, InterruptedException {
    return cluster.kubectl("logs", "-n", "datadog", "agent", "--ignore-errors");
  }

  private static String told(String name) {
    try {
      return cluster.kubectl("describe", "pod", "-n", "shop", name)
          + cluster.kubectl("get", "pods", "-A", "-o", "wide");
    } catch (IOException | InterruptedException broken) {
      return broken.toString();
    }
  }

  private static String mounts() throws IOException, InterruptedException {
    return cluster
        .inside("cat", "/proc/1/mountinfo")
        .lines()
        .filter(line -> line.contains("kubernetes.io~csi"))
        .collect(java.util.stream.Collectors.joining("\n"));
  }
}

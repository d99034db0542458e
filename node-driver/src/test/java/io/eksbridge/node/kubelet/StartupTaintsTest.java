// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.node.Eventually;
import io.eksbridge.node.Node;
import io.eksbridge.node.RunningDriver;
import io.eksbridge.node.api.ServiceAccount;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pluginregistration.RegistrationGrpc;
import pluginregistration.RegistrationStatus;

/// The whole driver, and the Node object of a real API server.
final class StartupTaintsTest {
  private static final String OWN = "k8s.csi.datadoghq.com/agent-not-ready";

  @TempDir Path folder;

  private Node node;

  @BeforeEach
  void aNode() throws IOException {
    node = new Node(folder);
  }

  @AfterEach
  void cleanUp() throws IOException {
    node.close();
  }

  @Test
  void aNodeLosesTheDriversTaintOnceTheKubeletHasRegisteredItAndNotBefore() throws Exception {
    try (var object = new NodeObject("node-1", folder, OWN + ":NoExecute", "dedicated:NoSchedule");
        var driver = new RunningDriver(node, as(object.driver()))) {
      assertThat(object.taints()).contains(OWN);
      assertThat(state(driver, "unregistered")).isTrue();

      register(driver);

      Eventually.holds("the taint goes", () -> !has(object));
      assertThat(object.taints()).contains("dedicated");
      assertThat(driver.get("/metrics").body())
          .contains("datadog_csi_driver_startup_taints_removed_total{taint=\"driver\"} 1.0");
    }
  }

  @Test
  void aDriverWithoutTheRightServesOnAndSaysSoInAMeter() throws Exception {
    try (var object = new NodeObject("node-1", folder);
        var driver = new RunningDriver(node, as(object.stranger()))) {
      register(driver);

      Eventually.holds("it gives up", () -> state(driver, "forbidden"));
      assertThat(driver.get("/health/readiness").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aDriverOutsideOfAClusterAsksNobody() {
    try (var driver = new RunningDriver(node)) {
      register(driver);

      assertThat(state(driver, "off")).isTrue();
    }
  }

  @Test
  void aDriverThatIsToldToLeaveTaintsAloneDoesSo() throws Exception {
    try (var object = new NodeObject("node-1", folder);
        var driver =
            new RunningDriver(
                node,
                Map.of(
                    "node-driver.remove-startup-taint", false,
                    "node-driver.api-server", object.driver().server().toString(),
                    "node-driver.service-account-path", object.driver().folder().toString()))) {
      register(driver);

      assertThat(state(driver, "off")).isTrue();
    }
  }

  private static Map<String, Object> as(ServiceAccount account) {
    return Map.of(
        "node-driver.api-server", account.server().toString(),
        "node-driver.service-account-path", account.folder().toString());
  }

  private void register(RunningDriver driver) {
    ManagedChannel kubelet = driver.channel(node.config().registrationSocket());
    var _ =
        RegistrationGrpc.newBlockingStub(kubelet)
            .notifyRegistrationStatus(
                RegistrationStatus.newBuilder().setPluginRegistered(true).build());
    kubelet.shutdownNow();
  }

  private static boolean state(RunningDriver driver, String state) {
    return driver
        .get("/metrics")
        .body()
        .contains("datadog_csi_driver_startup_taints_watch{state=\"" + state + "\"} 1.0");
  }

  private static boolean has(NodeObject object) {
    try {
      return object.taints().contains(OWN);
    } catch (IOException unreachable) {
      throw new UncheckedIOException(unreachable);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.heal;

import static org.assertj.core.api.Assertions.assertThat;

import csi.v1.NodeGrpc;
import csi.v1.NodeGrpc.NodeBlockingStub;
import io.eksbridge.node.Calls;
import io.eksbridge.node.Eventually;
import io.eksbridge.node.Names;
import io.eksbridge.node.Node;
import io.eksbridge.node.PrivateMounts;
import io.eksbridge.node.RunningDriver;
import io.eksbridge.node.api.ServiceAccount;
import io.eksbridge.node.kubelet.NodeObject;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole driver on real mounts, an Agent that restarts, and the Events of a real API server.
final class HealingTest {
  private static final String UID = "8f6c"; // a socket's path must be short

  @TempDir Path folder;

  private Node node;
  private NodeObject object;
  private Path logs;

  @BeforeEach
  void aNode() throws Exception {
    PrivateMounts.required();
    node = new Node(folder);
    object = new NodeObject("node-1", folder);
    logs = Files.createDirectories(folder.resolve("logs"));
    Files.createDirectories(logs.resolve("default_web_" + UID));
  }

  @AfterEach
  void cleanUp() throws IOException {
    object.close();
    node.close();
  }

  @Test
  void afterAnAgentRestartNewContainersReachItAndThePodIsToldWhyItsOldOnesDoNot() throws Exception {
    Path target = ours(node.target(UID));
    try (var driver = new RunningDriver(node, as(object.driver()))) {
      ManagedChannel csi = driver.channel(node.csiSocket());
      NodeBlockingStub calls = NodeGrpc.newBlockingStub(csi);
      var _ = calls.nodePublishVolume(Calls.publish("DSDSocket", target));
      try (var running = new Application(target)) {
        assertThat(running.connects()).isTrue();

        node.restartAgent();
        Eventually.holds(
            "rebound", () -> metric(driver, "volumes_rebound_total{outcome=\"success\"} 1.0"));
        try (var started = new Application(target)) {
          assertThat(started.connects()).isTrue();
        }
        assertThat(running.connects()).as("its mounts are its own").isFalse();
      }
      Eventually.holds(
          "told", () -> metric(driver, "stale_volume_events_total{outcome=\"created\"} 1.0"));
      assertThat(object.events("default", UID))
          .singleElement()
          .asString()
          .contains("Warning", "StaleSocket", "\\\"dd\\\"", "restart the pod");
      var _ = calls.nodeUnpublishVolume(Calls.unpublish(target));
      csi.shutdownNow();
    }
    assertThat(target).doesNotExist();
  }

  @Test
  void withoutTheRightToMakeEventsVolumesAreHealedAllTheSame() throws Exception {
    Path target = ours(node.target(UID));
    try (var driver = new RunningDriver(node, as(object.stranger()))) {
      ManagedChannel csi = driver.channel(node.csiSocket());
      NodeBlockingStub calls = NodeGrpc.newBlockingStub(csi);
      var _ = calls.nodePublishVolume(Calls.publish("DSDSocket", target));

      node.restartAgent();
      Eventually.holds(
          "rebound and not told",
          () ->
              metric(driver, "volumes_rebound_total{outcome=\"success\"} 1.0")
                  && metric(driver, "stale_volume_events_total{outcome=\"forbidden\"} 1.0"));

      var _ = calls.nodeUnpublishVolume(Calls.unpublish(target));
      csi.shutdownNow();
    }
  }

  private static Path ours(Path target) throws IOException {
    Files.writeString(
        target.resolveSibling("vol_data.json"), "{\"driverName\":\"" + Names.DRIVER + "\"}");
    return target;
  }

  private Map<String, Object> as(ServiceAccount account) {
    return Map.of(
        "node-driver.api-server", account.server().toString(),
        "node-driver.service-account-path", account.folder().toString(),
        "node-driver.pod-logs-path", logs.toString());
  }

  private static boolean metric(RunningDriver driver, String line) {
    return driver.get("/metrics").body().contains("datadog_csi_driver_" + line);
  }
}

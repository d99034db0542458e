// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import io.eksbridge.parts.Given;
import io.eksbridge.parts.RealApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// The way from Datadog's own driver to this one and back, as docs/official-driver.md tells it, on
/// a real API server. Its chart is stood in for by one with the same two objects, as far as the two
/// drivers have anything to do with each other: their names, labels and fields.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class HandoverTest {
  private static final Path GUIDE = Path.of("..", "docs", "official-driver.md");
  private static final String DRIVER = "k8s.csi.datadoghq.com";
  private static final String OURS = "eksbridge-node";
  private static final String THEIRS = "datadog";
  private static final String CSI_DRIVER =
      """
      apiVersion: storage.k8s.io/v1
      kind: CSIDriver
      metadata: {name: k8s.csi.datadoghq.com, annotations: {csi.datadoghq.com/apm-enabled: "true"}}
      spec: {volumeLifecycleModes: [Persistent, Ephemeral]}
      """;
  private static final String DAEMON_SET =
      """
      apiVersion: apps/v1
      kind: DaemonSet
      metadata: {name: datadog-csi-driver-node-server}
      spec:
        selector: {matchLabels: {app: datadog-csi-driver-node-server}}
        template:
          metadata: {labels: {app: datadog-csi-driver-node-server}}
          spec: {containers: [{name: csi-node-driver, image: official}]}
      """;

  @TempDir static Path folder;
  private static RealApiServer server;
  private static Kubectl kubectl;
  private static Path official;

  @BeforeAll
  static void aCluster() throws Exception {
    Given.apiServer();
    server = RealApiServer.start(folder);
    kubectl = new Kubectl(Given.program("kubectl"), server.kubeconfig(), folder);
    official = Files.createDirectories(folder.resolve("official"));
    Files.writeString(
        official.resolve("Chart.yaml"),
        "{apiVersion: v2, name: datadog-csi-driver, version: 1.0.0}");
    Path templates = Files.createDirectory(official.resolve("templates"));
    Files.writeString(templates.resolve("csidriver.yaml"), CSI_DRIVER);
    Files.writeString(templates.resolve("daemonset.yaml"), DAEMON_SET);
  }

  @AfterAll
  static void itGoes() {
    server.close();
  }

  @Test
  @Order(1)
  void whileTheOfficialDriverRunsOursIsRefusedAndAfterItsUninstallItIsNot() throws Exception {
    installTheirs();
    assertThat(there()).isEqualTo("true [\"Persistent\",\"Ephemeral\"]");

    assertThatThrownBy(HandoverTest::installOurs)
        .hasMessageContaining(
            "the CSIDriver k8s.csi.datadoghq.com is there already, made by datadog/datadog")
        .hasMessageContaining("attachRequired true, volumeLifecycleModes Persistent, Ephemeral");
    assertThat(kubectl.says("get", "daemonsets", "-n", OURS)).contains("No resources found");

    uninstall("datadog", THEIRS);
    installOurs();
    assertThat(there()).isEqualTo("false [\"Ephemeral\"]");
  }

  @Test
  @Order(2)
  void theWayBackGoesWithoutTheGuardAndLeavesNoObjectOfOurs() throws Exception {
    assertThatThrownBy(HandoverTest::installTheirs).hasMessageContaining(DRIVER);

    var _ =
        Chart.NODE_DRIVER
            .helm()
            .upgrade()
            .withName("node-driver")
            .withNamespace(OURS)
            .withKubeConfig(server.kubeconfig())
            .reuseValues()
            .set("uninstallGuard.enabled", false)
            .call();
    uninstall("node-driver", OURS);
    assertThat(kubectl.run("get", "csidrivers", "-o", "name")).doesNotContain(DRIVER);

    installTheirs();
    assertThat(there()).isEqualTo("true [\"Persistent\",\"Ephemeral\"]");
    uninstall("datadog", THEIRS);
  }

  @Test
  @Order(3)
  void whereOnlyTheObjectIsLeftTheGuidesCommandMakesTheWayFree() throws Exception {
    kubectl.apply(CSI_DRIVER); // as what the operator made stays
    assertThatThrownBy(HandoverTest::installOurs)
        .hasMessageContaining("kubectl delete csidriver k8s.csi.datadoghq.com");

    assertThat(commands()).isNotEmpty();
    for (String command : commands()) {
      kubectl.run(command.substring("kubectl ".length()).split(" "));
    }

    installOurs();
    assertThat(there()).isEqualTo("false [\"Ephemeral\"]");
  }

  /// What the guide has typed before ours is installed.
  private static List<String> commands() throws IOException {
    return Files.readAllLines(GUIDE).stream()
        .map(String::strip)
        .takeWhile(line -> !line.startsWith("helm install"))
        .filter(line -> line.startsWith("kubectl "))
        .toList();
  }

  private static void installOurs() {
    var _ =
        at(Chart.NODE_DRIVER.helm().install().withName("node-driver"), OURS)
            .set("image.repository", "registry.test/node-driver")
            .call();
  }

  private static void installTheirs() {
    var _ = at(new Helm(official).install().withName("datadog"), THEIRS).call();
  }

  private static InstallCommand at(InstallCommand command, String namespace) {
    return command.withNamespace(namespace).createNamespace().withKubeConfig(server.kubeconfig());
  }

  private static void uninstall(String name, String namespace) {
    var _ =
        Helm.uninstall(name).withNamespace(namespace).withKubeConfig(server.kubeconfig()).call();
  }

  /// The two fields that nobody can change.
  private static String there() throws Exception {
    return kubectl.run(
        "get",
        "csidriver",
        DRIVER,
        "-o",
        "jsonpath={.spec.attachRequired} {.spec.volumeLifecycleModes}");
  }
}

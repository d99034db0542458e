// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import io.eksbridge.parts.Given;
import io.eksbridge.parts.RealApiServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What `helm install` says on a cluster where something is there already, or not yet: a real API
/// server, helm's own dry run against it, and nothing made.
final class PreflightTest {
  private static final String OFFICIAL =
      """
      apiVersion: storage.k8s.io/v1
      kind: CSIDriver
      metadata: {name: k8s.csi.datadoghq.com, labels: {app.kubernetes.io/managed-by: datadog-operator}}
      spec: {volumeLifecycleModes: [Persistent, Ephemeral]}
      """;

  @TempDir static Path folder;
  private static RealApiServer server;
  private static Kubectl kubectl;

  /// One of its own: with what other tests have made on theirs it would refuse.
  @BeforeAll
  static void aCluster() throws Exception {
    Given.apiServer();
    server = RealApiServer.start(folder);
    kubectl = new Kubectl(Given.program("kubectl"), server.kubeconfig(), folder);
    for (String namespace : new String[] {"eksbridge", "datadog", "others"}) {
      kubectl.apply("{apiVersion: v1, kind: Namespace, metadata: {name: " + namespace + "}}");
    }
  }

  @AfterAll
  static void theClusterGoes() {
    server.close();
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    kubectl.run("delete", "csidriver", "k8s.csi.datadoghq.com", "--ignore-not-found");
    kubectl.run("delete", "daemonsets", "--all", "-n", "others");
    kubectl.run("delete", "clusterrole", "-l", "preflight=other");
    kubectl.run("delete", "services,secrets", "--all", "-n", "datadog");
  }

  @Test
  void whatCannotBeChangedInTheOfficialDriversObjectIsExplained() throws Exception {
    kubectl.apply(OFFICIAL);

    for (Chart chart : new Chart[] {Chart.NODE_DRIVER, Chart.UMBRELLA}) {
      assertThatThrownBy(() -> install(chart, Map.of()))
          .hasMessageContaining(
              "the CSIDriver k8s.csi.datadoghq.com is there already, made by datadog-operator")
          .hasMessageContaining("attachRequired true, volumeLifecycleModes Persistent, Ephemeral")
          .hasMessageContaining("kubectl delete csidriver k8s.csi.datadoghq.com");
    }
  }

  @Test
  void aSecondDriverOfTheSameNameIsRefusedAndAnotherNameIsNot() throws Exception {
    kubectl.apply(
        OFFICIAL
            .replace("[Persistent, Ephemeral]", "[Ephemeral], attachRequired: false")
            .replace(
                "metadata: {",
                "metadata: {annotations: {meta.helm.sh/release-name: first, meta.helm.sh/release-namespace: others}, "));

    assertThatThrownBy(() -> install(Chart.NODE_DRIVER, Map.of()))
        .hasMessageContaining("made by others/first")
        .hasMessageContaining("Two drivers of one name cannot serve a node");
    assertThat(install(Chart.NODE_DRIVER, Map.of("driverName", "mine.csi.test"))).isNotEmpty();
  }

  @Test
  void aDriverThatHasTheSameFoldersOnTheNodesIsRefused() throws Exception {
    kubectl.apply(
        """
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: datadog-csi-driver-node-server, namespace: others}
        spec:
          selector: {matchLabels: {app: datadog-csi-driver-node-server}}
          template:
            metadata: {labels: {app: datadog-csi-driver-node-server}}
            spec: {containers: [{name: csi-node-driver, image: official}]}
        """);

    assertThatThrownBy(() -> install(Chart.NODE_DRIVER, Map.of("driverName", "mine.csi.test")))
        .hasMessageContaining("the DaemonSet others/datadog-csi-driver-node-server is a driver");
  }

  @Test
  void aSecondControllerIsRefused() throws Exception {
    role("eksbridge-fargate-injector-first-controller", "pods");

    assertThatThrownBy(() -> install(Chart.FARGATE_INJECTOR, Map.of()))
        .hasMessageContaining("fargate-injector is installed already, as the release others/first");
  }

  @Test
  void aSecondTokenSyncIsRefusedWhereBothWouldWriteOneSecret() throws Exception {
    role("eksbridge-token-sync-first-copies", "datadog-secret");

    assertThatThrownBy(() -> install(Chart.TOKEN_SYNC, Map.of()))
        .hasMessageContaining("token-sync is installed already, as the release others/first")
        .hasMessageContaining("both would write the Secrets called datadog-secret");
    assertThat(install(Chart.TOKEN_SYNC, Map.of("copyName", "another"))).isNotEmpty();
  }

  @Test
  void whatIsMissingIsNamedWhenItIsInstalledAndNoLongerWhenItIsThere() throws Exception {
    String said = install(Chart.UMBRELLA, Map.of());

    assertThat(said)
        .contains("The Secret datadog/datadog is not there (sources.apiKey)")
        .contains("The Secret datadog/datadog-cluster-agent is not there (sources.token)")
        .contains("The Service datadog/datadog-cluster-agent is not there");
    assertThat(install(Chart.TOKEN_SYNC, Map.of())).contains("Sidecars would have no API key");

    secret("datadog", "api-key");
    secret("datadog-cluster-agent", "other");
    kubectl.apply(
        "{apiVersion: v1, kind: Service, metadata: {name: datadog-cluster-agent, namespace: datadog}, spec: {ports: [{port: 5005}]}}");

    assertThat(install(Chart.UMBRELLA, Map.of()))
        .doesNotContain("is not there")
        .contains("The Secret datadog/datadog-cluster-agent has no key token (sources.token)");
  }

  @ParameterizedTest
  @EnumSource
  void aClusterThatIsTooOldIsRefused(Chart chart) {
    assertThatThrownBy(() -> chart.template().withKubeVersion("1.29.9").call())
        .hasMessageContaining("chart requires kubeVersion: >=1.30.0-0");
  }

  @ParameterizedTest
  @EnumSource
  void installedTwiceUnderOneNameItIsRefusedByHelm(Chart chart) throws Exception {
    String name = "twice-" + chart.folder();
    var _ = release(chart, Map.of()).withName(name).call();
    try {
      assertThatThrownBy(() -> release(chart, Map.of()).withName(name).call())
          .hasMessageContaining("cannot re-use a name that is still in use");
      assertThatThrownBy(() -> install(chart, Map.of()))
          .hasMessageMatching("(?s).*(is|are) (there|installed) already.*|.*is a driver already.*");
    } finally {
      var _ =
          Helm.uninstall(name)
              .withNamespace("eksbridge")
              .withKubeConfig(kubectl.kubeconfig())
              .noHooks()
              .call();
    }
  }

  private void role(String name, String resource) throws Exception {
    kubectl.apply(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata:
          name: %s
          labels: {preflight: other}
          annotations: {meta.helm.sh/release-name: first, meta.helm.sh/release-namespace: others}
        rules: [{apiGroups: [""], resources: [secrets], resourceNames: [%s], verbs: [get]}]
        """
            .formatted(name, resource));
  }

  private void secret(String name, String key) throws Exception {
    kubectl.apply(
        "{apiVersion: v1, kind: Secret, metadata: {name: %s, namespace: datadog}, stringData: {%s: x}}"
            .formatted(name, key));
  }

  /// What helm says of an install that it only tries.
  private String install(Chart chart, Map<String, Object> values) {
    return release(chart, values).dryRun().withDryRunOption(DryRun.SERVER).call().getOutput();
  }

  private InstallCommand release(Chart chart, Map<String, Object> values) {
    InstallCommand command =
        chart
            .helm()
            .install()
            .withName("release")
            .withNamespace("eksbridge")
            .withKubeConfig(kubectl.kubeconfig())
            .set("global.image.registry", "registry.test");
    values.forEach(command::set);
    return command;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is the driver's alone.
final class DriverRenderingTest {
  @Test
  void theFolderOfTheSocketsIsMountedOnceHoweverManyLieInIt() {
    assertThat(socketFolders(Map.of())).containsExactly("/var/run/datadog");
    assertThat(socketFolders(Map.of("sockets.apmHostSocketPath", "/run/apm/apm.socket")))
        .containsExactly("/var/run/datadog", "/run/apm");
  }

  private static List<String> socketFolders(Map<String, Object> values) {
    return Chart.NODE_DRIVER.objects(values).stream()
        .flatMap(object -> Chart.elements(object.at("/spec/template/spec/volumes")))
        .filter(volume -> volume.at("/name").asText().startsWith("sockets-"))
        .map(volume -> volume.at("/hostPath/path").asText())
        .toList();
  }

  @Test
  void theDriverIsUpgradedBesideTheOldOneUnlessTheNodesHaveNoRoom() {
    JsonNode usual = daemonSet(Map.of());
    assertThat(usual.at("/spec/updateStrategy/rollingUpdate/maxSurge").asText()).isEqualTo("10%");
    assertThat(usual.at("/spec/updateStrategy/rollingUpdate/maxUnavailable").asText())
        .isEqualTo("0");
    assertThat(usual.at("/spec/template/spec/terminationGracePeriodSeconds").asInt()).isEqualTo(30);
    assertThat(usual.at("/spec/template/spec/hostNetwork").asBoolean()).isFalse();
    assertThat(usual.findValuesAsText("hostPort")).isEmpty(); // two pods could not both have it

    JsonNode full =
        daemonSet(
            Map.of(
                "updateStrategy.rollingUpdate.maxSurge",
                0,
                "updateStrategy.rollingUpdate.maxUnavailable",
                "20%"));
    assertThat(full.at("/spec/updateStrategy/rollingUpdate/maxUnavailable").asText())
        .isEqualTo("20%");
  }

  @Test
  void bothWaysToUpgradeAtOnceAreRefused() {
    assertThatThrownBy(
            () -> daemonSet(Map.of("updateStrategy.rollingUpdate.maxUnavailable", "20%")))
        .hasMessageContaining("maxSurge and maxUnavailable exclude each other");
  }

  private static JsonNode daemonSet(Map<String, Object> values) {
    return Chart.NODE_DRIVER.objects(values).stream()
        .filter(object -> object.at("/kind").asText().equals("DaemonSet"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theDriverIsNotAttachedAndItsReadOnlyBindsAreNotChowned() {
    JsonNode driver = driver();

    assertThat(driver.at("/spec/attachRequired").asBoolean(true)).isFalse();
    assertThat(driver.at("/spec/podInfoOnMount").asBoolean()).isTrue();
    assertThat(driver.at("/spec/fsGroupPolicy").asText()).isEqualTo("None");
    assertThat(Chart.texts(driver.at("/spec/volumeLifecycleModes"))).containsExactly("Ephemeral");
  }

  @Test
  void itsVolumesAreTakenInRestrictedNamespacesOfOpenShift() {
    assertThat(
            driver()
                .at("/metadata/labels")
                .path("security.openshift.io/csi-ephemeral-volume-profile")
                .asText())
        .isEqualTo("restricted");
  }

  @Test
  void theDriverSeesItsStorageOnTheNodeOnlyWhereItNeedsIt() {
    Map<String, Object> on = Map.of("nodeDirectory.enabled", true, "nodeDirectory.limit", "2Gi");

    assertThat(texts(Map.of("libraries.enabled", false)))
        .contains("--apm-enabled=false")
        .noneMatch(text -> text.contains("storage") || text.startsWith("--registry"));
    assertThat(texts(on))
        .contains(
            "/var/lib/kubelet/plugins/datadog.csi/storage",
            "--storage-path=/var/lib/datadog-csi-driver",
            "--node-directory-enabled=true",
            "--node-directory-limit=2Gi",
            "--node-directory-total-limit=10Gi");
  }

  @Test
  void aLimitThatIsNoSizeIsRefusedByItsName() {
    assertThatThrownBy(() -> Chart.NODE_DRIVER.objects(Map.of("nodeDirectory.limit", "1 gigabyte")))
        .hasMessageContaining("limit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dsd.socket", "/run/dsd.socket", "/var/run/dsd.socket", "/tmp/d"})
  void aSocketInAFolderThatIsNotTheAgentsIsRefusedByItsName(String path) {
    assertThatThrownBy(() -> Chart.NODE_DRIVER.objects(Map.of("sockets.dsdHostSocketPath", path)))
        .hasMessageContaining("dsdHostSocketPath");
  }

  private static List<String> texts(Map<String, Object> values) {
    return Chart.NODE_DRIVER.objects(values).stream()
        .map(object -> object.at("/spec/template/spec"))
        .flatMap(
            pod ->
                Stream.concat(
                    Chart.elements(pod.at("/containers"))
                        .flatMap(each -> Chart.texts(each.at("/args")).stream()),
                    Chart.elements(pod.at("/volumes"))
                        .map(volume -> volume.at("/hostPath/path").asText())))
        .toList();
  }

  private static JsonNode driver() {
    return Chart.NODE_DRIVER.objects().stream()
        .filter(object -> object.at("/kind").asText().equals("CSIDriver"))
        .findFirst()
        .orElseThrow();
  }
}

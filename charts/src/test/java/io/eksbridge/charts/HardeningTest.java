// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// No pod asks for more than it needs. The driver is the one exception, and why stands in its
/// chart: Kubernetes allows Bidirectional mount propagation to privileged containers only.
final class HardeningTest {
  private static final Map<String, Object> ASKS_NOTHING =
      Map.of("startupTaints.remove", false, "staleVolumes.events", false);

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"NODE_DRIVER", "UMBRELLA"})
  void everyPodMayRunInANamespaceThatEnforcesRestricted(Chart chart) {
    assertThat(chart.pods())
        .isNotEmpty()
        .allSatisfy(
            pod -> {
              assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
              assertThat(pod.at("/securityContext/seccompProfile/type").asText())
                  .isEqualTo("RuntimeDefault");
            });
    assertThat(chart.containers())
        .allSatisfy(
            container -> {
              assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
                  .isFalse();
              assertThat(Chart.texts(container.at("/securityContext/capabilities/drop")))
                  .containsExactly("ALL");
            });
  }

  @ParameterizedTest
  @EnumSource
  void everyRootFileSystemIsReadOnlyAndEveryContainerHasRequestsProbesAndAMemoryLimit(Chart chart) {
    assertThat(chart.containers())
        .isNotEmpty()
        .allSatisfy(
            container -> {
              assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                  .isTrue();
              assertThat(container.at("/resources/requests/cpu").asText()).isNotEmpty();
              assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
              assertThat(container.at("/readinessProbe/httpGet/path").asText())
                  .isEqualTo("/health/readiness");
              assertThat(container.at("/livenessProbe/httpGet/path").asText())
                  .isEqualTo("/health/liveness");
            });
  }

  @ParameterizedTest
  @EnumSource
  void noServiceOfTheNamespaceSetsAFlagAndASlowStartIsNotKilled(Chart chart) {
    assertThat(chart.pods())
        .isNotEmpty()
        .allMatch(pod -> !pod.path("enableServiceLinks").asBoolean(true));
    assertThat(chart.containers())
        .allMatch(container -> container.at("/startupProbe/failureThreshold").asInt() >= 60);
  }

  /// To find the cluster agent's Service, those of its namespace may be read.
  @ParameterizedTest
  @EnumSource
  void everyRightOnSecretsAndToWriteServicesIsLockedToNames(Chart chart) {
    assertThat(
            chart
                .rules()
                .filter(
                    rule -> {
                      List<String> resources = Chart.texts(rule.at("/resources"));
                      return resources.contains("secrets")
                          || (resources.contains("services")
                              && !List.of("list", "watch")
                                  .containsAll(Chart.texts(rule.at("/verbs"))));
                    }))
        .allSatisfy(
            rule ->
                assertThat(Chart.texts(rule.at("/resourceNames")))
                    .isNotEmpty()
                    .noneMatch(String::isBlank));
  }

  @ParameterizedTest
  @EnumSource
  void noRightIsAWildcardOrAWayToMoreRights(Chart chart) {
    assertThat(chart.rules().flatMap(rule -> Chart.texts(rule.at("/verbs")).stream()))
        .doesNotContain("*", "escalate", "bind", "impersonate", "deletecollection");
  }

  @Test
  void theRightsOfTokenSyncAreThoseThatItsTestsOnARealApiServerRunWith() throws IOException {
    assertThat(testedRoles(Chart.TOKEN_SYNC))
        .isNotEmpty()
        .allSatisfy(
            role ->
                assertThat(Chart.TOKEN_SYNC.objects())
                    .anySatisfy(
                        each -> assertThat(each.at("/rules")).isEqualTo(role.at("/rules"))));
  }

  @Test
  void theRightsOfTheDriverAreThoseThatItsTestsOnARealApiServerRunWith() throws IOException {
    assertThat(testedRoles(Chart.NODE_DRIVER))
        .singleElement()
        .satisfies(
            role ->
                assertThat(Chart.NODE_DRIVER.rules())
                    .containsExactlyElementsOf(Chart.elements(role.at("/rules")).toList()));
  }

  /// The roles that the tests of a service run with, on a real API server.
  private static Stream<JsonNode> testedRoles(Chart chart) throws IOException {
    Path tested = Path.of("..", chart.folder(), "src", "test", "resources", "rights.yaml");
    return Chart.read(Files.readString(tested))
        .filter(each -> each.at("/kind").asText().equals("ClusterRole"));
  }

  @Test
  void theDriverHasNoRightsAndNoTokenWhereItAsksTheApiServerNothing() {
    List<JsonNode> objects = Chart.NODE_DRIVER.objects(ASKS_NOTHING);

    assertThat(objects)
        .extracting(object -> object.at("/kind").asText())
        .containsExactlyInAnyOrder("CSIDriver", "DaemonSet", "NetworkPolicy");
    assertThat(tokenMounts(objects)).containsExactly(false);
    assertThat(tokenMounts(Chart.NODE_DRIVER.objects())).containsExactly(true);
  }

  private static List<Boolean> tokenMounts(List<JsonNode> objects) {
    return objects.stream()
        .map(object -> object.at("/spec/template/spec/automountServiceAccountToken"))
        .filter(JsonNode::isBoolean)
        .map(JsonNode::asBoolean)
        .toList();
  }

  @Test
  void theDriverToleratesTheTaintsThatItRemovesWhateverElseItTolerates() {
    assertThat(
            Chart.NODE_DRIVER
                .objects(Map.of("tolerations", "null", "driverName", "other.csi"))
                .stream()
                .flatMap(object -> Chart.elements(object.at("/spec/template/spec/tolerations")))
                .map(JsonNode::toString))
        .containsExactly(
            "{\"key\":\"other.csi/agent-not-ready\",\"operator\":\"Exists\"}",
            "{\"key\":\"agent.datadoghq.com/not-ready\",\"operator\":\"Exists\"}");
  }

  @Test
  void theDriverStaysOffFargateAndOffWindows() {
    assertThat(Chart.NODE_DRIVER.pods())
        .allSatisfy(
            pod -> {
              assertThat(pod.at("/nodeSelector/kubernetes.io~1os").asText()).isEqualTo("linux");
              assertThat(pod.at("/affinity").toString())
                  .contains("eks.amazonaws.com/compute-type")
                  .contains("fargate");
            });
  }
}

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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

final class RenderingTest {
  @ParameterizedTest
  @EnumSource
  void anUnknownValueIsRefusedByItsName(Chart chart) {
    assertThatThrownBy(() -> chart.objects(Map.of("replicaz", 3))).hasMessageContaining("replicaz");
  }

  @ParameterizedTest
  @EnumSource
  void anImageMustBeNamed(Chart chart) {
    assertThatThrownBy(() -> chart.template().call()).hasMessageContaining("repository");
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "UMBRELLA")
  void aDigestIsPreferredToATag(Chart chart) {
    String digest = "sha256:" + "0123456789abcdef".repeat(4);

    assertThat(chart.objects(Map.of("image.digest", digest)))
        .anySatisfy(
            object ->
                assertThat(object.at("/spec/template/spec/containers/0/image").asText())
                    .isEqualTo("registry.test/" + chart.folder() + "@" + digest));
  }

  @ParameterizedTest
  @EnumSource
  void everyObjectSaysWhatItBelongsTo(Chart chart) {
    assertThat(chart.objects())
        .allSatisfy(
            object ->
                assertThat(object.at("/metadata/labels/app.kubernetes.io~1name").asText())
                    .matches(name -> chart == Chart.UMBRELLA || name.equals(chart.folder())));
  }

  @Test
  void theWebhookMountsOfTheSecretWhatItServesAndNoMore() {
    assertThat(Chart.FARGATE_INJECTOR.pods())
        .flatExtracting(pod -> Chart.elements(pod.at("/volumes")).toList())
        .singleElement()
        .satisfies(
            volume -> {
              assertThat(volume.at("/secret/optional").asBoolean()).isTrue();
              assertThat(Chart.elements(volume.at("/secret/items")).map(each -> each.at("/key")))
                  .map(JsonNode::asText)
                  .containsExactly("tls.crt", "tls.key");
            });
  }

  @Test
  void theServiceOfTheWebhookDoesNotReachTheController() {
    JsonNode service =
        Chart.FARGATE_INJECTOR.objects().stream()
            .filter(object -> object.at("/kind").asText().equals("Service"))
            .findFirst()
            .orElseThrow();

    assertThat(service.at("/spec/selector/app.kubernetes.io~1component").asText())
        .isEqualTo("webhook");
  }

  @ParameterizedTest
  @CsvSource({
    "cert-manager, tls.certManagerCertificate, eksbridge/webhook, --cert-manager-certificate=eksbridge/webhook",
    "provided, global.none, none, --ca-file=/etc/fargate-injector/ca/ca.crt",
  })
  void aCertificateOfAnotherIsServedFromItsSecret(
      String source, String name, String value, String flag) {
    var values =
        Map.<String, Object>of("tls.source", source, "tls.secretName", "theirs", name, value);
    var pods =
        Chart.FARGATE_INJECTOR.objects(values).stream()
            .map(object -> object.at("/spec/template/spec"))
            .filter(JsonNode::isObject)
            .toList();

    assertThat(pods).hasSize(2).anyMatch(pod -> pod.toString().contains(flag));
    assertThat(pods)
        .flatExtracting(pod -> Chart.elements(pod.at("/volumes")).toList())
        .isNotEmpty()
        .allMatch(volume -> volume.at("/secret/secretName").asText().equals("theirs"));
  }

  @Test
  void aProfileReachesTheWebhookWhichMayWatchTheSecretThatItNames() {
    List<JsonNode> objects =
        Chart.FARGATE_INJECTOR.objects(
            Map.of("profiles[0].name", "shop", "profiles[0].secret.name", "go-secrets"));

    assertThat(objects)
        .anySatisfy(
            object ->
                assertThat(object.at("/data/profiles.json").asText())
                    .contains("\"name\": \"shop\""));
    assertThat(objects)
        .anySatisfy(
            object ->
                assertThat(Chart.texts(object.at("/rules/0/resourceNames")))
                    .containsExactly("datadog-secret", "go-secrets"));
    assertThat(objects)
        .anySatisfy(
            object ->
                assertThat(Chart.texts(object.at("/spec/template/spec/containers/0/args")))
                    .contains("--profiles=/etc/fargate-injector/profiles/profiles.json"));
  }

  @Test
  void aProfileReachesTokenSyncWhichMayWriteTheSecretThatItNamesAndNoOther() {
    List<JsonNode> objects =
        Chart.TOKEN_SYNC.objects(
            Map.of(
                "profiles[0].name",
                "shop",
                "profiles[0].secret.name",
                "go-secrets",
                "profiles[1].name",
                "usual"));

    assertThat(objects)
        .anySatisfy(
            object ->
                assertThat(object.at("/data/profiles.json").asText())
                    .contains("\"name\": \"shop\""));
    assertThat(objects)
        .filteredOn(object -> object.at("/kind").asText().equals("ClusterRole"))
        .flatExtracting(role -> Chart.texts(role.at("/rules/0/resourceNames")))
        .containsExactly("datadog-secret", "go-secrets");
    assertThat(objects)
        .anySatisfy(
            object ->
                assertThat(Chart.texts(object.at("/spec/template/spec/containers/0/args")))
                    .contains("--profiles=/etc/token-sync/profiles.json"));
  }

  @Test
  void tokenSyncMayListDeploymentsOnlyWhileASourceIsNotNamed() {
    assertThat(Chart.TOKEN_SYNC.rendered()).doesNotContain("deployments");
    List<JsonNode> objects = Chart.TOKEN_SYNC.objects(Map.of("sources.token.name", ""));

    assertThat(objects.toString()).contains("\"deployments\"").doesNotContain("--token-source");
    assertThat(objects)
        .filteredOn(object -> object.at("/kind").asText().equals("Role"))
        .extracting(role -> role.at("/metadata/name").asText())
        .contains("eksbridge-token-sync-release-apikey")
        .doesNotContain("eksbridge-token-sync-release-token");
  }

  @Test
  void copiesAreTakenAwayBeforeTheReleaseIsOnlyByValueAndWithRightsOfItsOwn() throws Exception {
    assertThat(Chart.TOKEN_SYNC.hooks(Map.of())).isEmpty();
    List<JsonNode> hooks = Chart.TOKEN_SYNC.hooks(Map.of("cleanup.enabled", true));

    assertThat(hooks)
        .extracting(hook -> hook.at("/kind").asText())
        .containsExactlyInAnyOrder(
            "ServiceAccount",
            "ClusterRole",
            "ClusterRole",
            "ClusterRoleBinding",
            "ClusterRoleBinding",
            "Role",
            "RoleBinding",
            "Job");
    assertThat(hooks)
        .allMatch(
            hook -> hook.at("/metadata/annotations/test~1hook").asText().equals("pre-delete"));
    assertThat(hooks)
        .filteredOn(hook -> hook.at("/kind").asText().endsWith("Role"))
        .flatExtracting(role -> Chart.elements(role.at("/rules")).toList())
        .map(rule -> rule.at("/resources/0").asText() + " " + Chart.texts(rule.at("/verbs")))
        .containsExactlyInAnyOrder(
            "namespaces [list]", "secrets [get, list, patch, delete]", "leases [patch]");
    assertThat(hooks)
        .filteredOn(hook -> hook.at("/kind").asText().equals("Job"))
        .singleElement()
        .satisfies(
            job -> {
              JsonNode pod = job.at("/spec/template/spec");
              assertThat(pod.at("/serviceAccountName").asText()).isEqualTo("release-cleanup");
              assertThat(pod.at("/enableServiceLinks").asBoolean(true)).isFalse();
              assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            });
  }

  @Test
  void theWebhookKnowsWhatTokenSyncSelects() {
    List<String> webhook = arguments(Chart.FARGATE_INJECTOR);
    List<String> tokenSync = arguments(Chart.TOKEN_SYNC);

    assertThat(tokenSync)
        .contains("--namespace-selector=eksbridge.io/fargate=enabled", "--namespaces=kube-system");
    assertThat(webhook)
        .contains(
            "--token-sync-selector=eksbridge.io/fargate=enabled", "--token-sync-names=kube-system");
  }

  private static List<String> arguments(Chart chart) {
    return chart
        .containers()
        .flatMap(container -> Chart.texts(container.at("/args")).stream())
        .toList();
  }

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
    JsonNode driver = named("k8s.csi.datadoghq.com", Chart.NODE_DRIVER);

    assertThat(driver.at("/spec/attachRequired").asBoolean(true)).isFalse();
    assertThat(driver.at("/spec/fsGroupPolicy").asText()).isEqualTo("None");
    assertThat(Chart.texts(driver.at("/spec/volumeLifecycleModes"))).containsExactly("Ephemeral");
  }

  @Test
  void theDriverSeesItsStorageOnTheNodeOnlyWhereItNeedsIt() {
    Map<String, Object> on = Map.of("nodeDirectory.enabled", true, "nodeDirectory.limit", "2Gi");

    assertThat(texts(Map.of())).noneMatch(text -> text.contains("storage"));
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

  private static JsonNode named(String name, Chart chart) {
    return chart.objects().stream()
        .filter(object -> object.at("/metadata/name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }
}

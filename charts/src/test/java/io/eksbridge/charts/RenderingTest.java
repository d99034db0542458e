// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
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
            "namespaces [list]", "secrets [list, patch, delete]", "leases [patch]");
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
}

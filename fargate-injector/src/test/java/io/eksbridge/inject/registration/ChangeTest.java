// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.registration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.inject.Names;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChangeTest {
  private static final Settings SETTINGS =
      new Settings("eksbridge", "fargate-injector", 443, true, Optional.empty());

  @Test
  void bothConfigurationsRunBetweenDatadogsAndPodIdentitys() {
    assertThat(
            List.of(
                "0500-amazon-eks-fargate-mutation.amazonaws.com",
                "datadog-webhook",
                Configurations.NAMES.getFirst(),
                Configurations.NAMES.getLast(),
                "pod-identity-webhook"))
        .isSorted();
  }

  @Test
  void noConfigurationKeepsAPodFromStarting() {
    assertThat(Configurations.wanted(SETTINGS, trusted("ca")).values())
        .hasSize(2)
        .allSatisfy(
            each -> {
              for (JsonNode webhook : each.path("webhooks")) {
                assertThat(webhook.path("failurePolicy").asText()).isEqualTo("Ignore");
                assertThat(webhook.path("reinvocationPolicy").asText()).isEqualTo("IfNeeded");
                assertThat(webhook.path("sideEffects").asText()).isEqualTo("None");
                assertThat(webhook.at("/clientConfig/caBundle").asText()).isEqualTo("Y2E=");
              }
              assertThat(each.path("webhooks").valueStream())
                  .extracting(webhook -> webhook.path("timeoutSeconds").asInt())
                  .containsExactly(5, 1, 1, 1);
            });
  }

  @Test
  void whereTheAutomaticOneIsOffOnlyThoseWhoAskAreTaken() {
    var optIn = new Settings("eksbridge", "fargate-injector", 443, false, Optional.empty());

    assertThat(Configurations.wanted(optIn, trusted("ca")))
        .containsOnlyKeys(Names.OPT_IN_CONFIGURATION);
  }

  @Test
  void theBundleIsLeftToCertManagerWhereItInjects() {
    var injected =
        new Settings("eksbridge", "fargate-injector", 443, true, Optional.of("eksbridge/webhook"));

    assertThat(Configurations.wanted(injected, trusted()).values())
        .allSatisfy(
            each -> {
              assertThat(each.at("/metadata/annotations/cert-manager.io~1inject-ca-from").asText())
                  .isEqualTo("eksbridge/webhook");
              assertThat(each.at("/webhooks/0/clientConfig").has("caBundle")).isFalse();
            });
  }

  @Test
  void oneThatIsAbsentIsMade() {
    assertThat(Change.decide(Optional.of(wanted()), Optional.empty()))
        .isEqualTo(new Change.Create(wanted()));
  }

  @Test
  void oneThatIsNotWantedIsDeleted() {
    ObjectNode observed = wanted();
    observed.withObject("/metadata").put("uid", "u1");

    assertThat(Change.decide(Optional.empty(), Optional.of(observed)))
        .isEqualTo(new Change.Delete("u1"));
    assertThat(Change.decide(Optional.empty(), Optional.empty())).isEqualTo(new Change.Keep());
  }

  @Test
  void whatTheApiServerAddsIsNoDifference() {
    ObjectNode observed = wanted();
    observed.withObject("/metadata").put("uid", "u1").put("resourceVersion", "7");
    observed.withObject("/metadata/labels").put("other", "label");

    assertThat(Change.decide(Optional.of(wanted()), Optional.of(observed)))
        .isEqualTo(new Change.Keep());
  }

  @ParameterizedTest
  @CsvSource({
    "/webhooks/0, failurePolicy, Fail, webhooks[sidecar.fargate-injector.eksbridge.io].failurePolicy",
    "/webhooks/0/clientConfig, caBundle, eA==, webhooks[sidecar.fargate-injector.eksbridge.io].clientConfig.caBundle",
    "/webhooks/0/clientConfig/service, name, other, webhooks[sidecar.fargate-injector.eksbridge.io].clientConfig.service.name",
    "/webhooks/0, rules, none, webhooks[sidecar.fargate-injector.eksbridge.io].rules",
    "/metadata/labels, eksbridge.io/owner, me, metadata.labels.eksbridge.io/owner",
  })
  void aFieldThatSomeoneEditedIsNamedAndRepaired(
      String at, String field, String value, String named) {
    ObjectNode observed = wanted();
    observed.withObject(at).put(field, value);

    assertThat(Change.decide(Optional.of(wanted()), Optional.of(observed)))
        .isEqualTo(new Change.Repair(wanted(), List.of(named)));
  }

  @Test
  void aFieldThatSomeoneTookAwayIsRepaired() {
    ObjectNode observed = wanted();
    observed.withObject("/webhooks/0").remove("objectSelector");

    assertThat(Change.decide(Optional.of(wanted()), Optional.of(observed)))
        .isInstanceOf(Change.Repair.class);
  }

  @Test
  void whatSomeoneAddedToAListIsTakenAwayByReplacingTheWhole() {
    ObjectNode observed = wanted();
    observed.withArray("/webhooks/0/matchConditions").addObject().put("name", "never");

    assertThat(Change.decide(Optional.of(wanted()), Optional.of(observed)))
        .isEqualTo(
            new Change.Replace(
                wanted(),
                List.of("webhooks[sidecar.fargate-injector.eksbridge.io].matchConditions[never]")));
  }

  @Test
  void aBundleOfAnotherIsKeptWhenTheWholeIsReplaced() {
    var injected = new Settings("eksbridge", "w", 443, true, Optional.of("eksbridge/webhook"));
    ObjectNode wanted =
        Configurations.wanted(injected, trusted()).get(Names.AUTOMATIC_CONFIGURATION);
    assertThat(wanted).isNotNull();
    ObjectNode observed = java.util.Objects.requireNonNull(wanted).deepCopy();
    observed.withObject("/webhooks/0/clientConfig").put("caBundle", "eA==");
    observed.withArray("/webhooks").addObject().put("name", "another");
    observed.withObject("/metadata").put("resourceVersion", "7");

    assertThat(Change.decide(Optional.of(wanted), Optional.of(observed)))
        .isInstanceOfSatisfying(
            Change.Replace.class,
            change -> {
              assertThat(change.wanted().at("/webhooks/0/clientConfig/caBundle").asText())
                  .isEqualTo("eA==");
              assertThat(change.wanted().at("/metadata/resourceVersion").asText()).isEqualTo("7");
            });
  }

  private static ObjectNode wanted() {
    return java.util.Objects.requireNonNull(
        Configurations.wanted(SETTINGS, trusted("ca")).get(Names.AUTOMATIC_CONFIGURATION));
  }

  private static List<String> trusted(String... authorities) {
    return List.of(authorities);
  }
}

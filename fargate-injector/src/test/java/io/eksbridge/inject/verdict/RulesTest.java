// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eksbridge.inject.PolicyOf;
import io.eksbridge.inject.verdict.ClusterView.Credentials;
import io.eksbridge.inject.verdict.ClusterView.SecretView;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RulesTest {
  private static final Policy POLICY = PolicyOf.flags();
  private static final String FARGATE = "'schedulerName':'fargate-scheduler'";
  private static final String CONTAINERS = "'containers':[{'name':'web','image':'nginx'}]";

  @Test
  void theRulesAreLookedThroughInThisOrder() {
    assertThat(Rules.order().stream().map(Reason::label))
        .containsExactly(
            "pod_unreadable",
            "mirror_pod",
            "opted_out",
            "namespace_opted_out",
            "namespace_excluded",
            "not_fargate",
            "already_injected",
            "official_sidecar_present",
            "foreign_agent_present",
            "windows",
            "sockets_present",
            "profile_excludes",
            "host_network",
            "volume_conflict",
            "pod_resources",
            "address_unknown",
            "credentials_missing",
            "api_key_missing",
            "token_missing",
            "credentials_unknown",
            "no_fargate_size",
            "size_grows");
  }

  @Test
  void aPodThatBreaksManyRulesIsSkippedForTheFirst() {
    String spec =
        FARGATE
            + ",'hostNetwork':true,'dnsPolicy':'Default','automountServiceAccountToken':false,"
            + CONTAINERS;

    assertThat(decide("{'metadata':{},'spec':{%s}}".formatted(spec), Credentials.MISSING))
        .isEqualTo(new Verdict.Skip(Reason.HOST_NETWORK));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'metadata':{},'spec':{'schedulerName':'fargate-scheduler',%s}} | FARGATE_SCHEDULER",
        "{'metadata':{'labels':{'eks.amazonaws.com/fargate-profile':'p'}},'spec':{%s}} | FARGATE_PROFILE",
        "{'metadata':{'labels':{'agent.datadoghq.com/sidecar':'fargate'}},'spec':{%s}} | OPT_IN_LABEL",
        "{'metadata':{'labels':{'agent.datadoghq.com/sidecar':'other'}},'spec':{%s}} | NOT_FARGATE",
        "{'metadata':{'annotations':{'eksbridge.io/fargate':'enabled'}},'spec':{%s}} | NOT_FARGATE",
      })
  void fargateIsKnownByItsSchedulerItsProfileOrTheOptInLabel(String pod, Reason reason) {
    assertThat(decide(pod.formatted(CONTAINERS), Credentials.PRESENT).reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "kube-system, '',                                                NAMESPACE_EXCLUDED",
    "kube-system, 'labels:eksbridge.io/fargate=enabled',             FARGATE_SCHEDULER",
    "kube-system, 'annotations:eksbridge.io/fargate=enabled',        FARGATE_SCHEDULER",
    "kube-system, 'labels:agent.datadoghq.com/sidecar=fargate',      FARGATE_SCHEDULER",
    "kube-system, 'annotations:agent.datadoghq.com/sidecar=fargate', NAMESPACE_EXCLUDED",
    "shop,        'labels:eksbridge.io/fargate=disabled',            OPTED_OUT",
    "shop,        'annotations:eksbridge.io/fargate=disabled',       OPTED_OUT",
    "shop,        '',                                                FARGATE_SCHEDULER",
  })
  void kubeSystemOptsInAndAnyPodMayOptOut(String namespace, String mark, Reason reason) {
    String metadata =
        mark.isEmpty() ? "" : mark.replaceFirst("(\\w+):([^=]+)=(\\w+)", "'$1':{'$2':'$3'}");
    var pod = "{'metadata':{%s},'spec':{%s,%s}}".formatted(metadata, FARGATE, CONTAINERS);

    assertThat(Rules.decide(view(pod, namespace), PolicyOf.ready(namespace), POLICY).reason())
        .isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "{'metadata':{},'spec':{}}",
        "{'metadata':{},'spec':{'containers':[]}}",
        "{'metadata':{},'spec':{'containers':['web']}}",
        "{'metadata':{},'spec':{'containers':{'name':'web'}}}",
        "{'metadata':7,'spec':{'containers':[{}]}}",
        "{'metadata':{'annotations':{'a':1}},'spec':{'containers':[{}]}}",
        "{'metadata':{'labels':[]},'spec':{'containers':[{}]}}",
        "{'metadata':{'ownerReferences':[1]},'spec':{'containers':[{}]}}",
        "{'metadata':{},'spec':{'containers':[{'env':'a'}]}}",
        "{'metadata':{},'spec':{'containers':[{}],'initContainers':[{'volumeMounts':[null]}]}}",
        "{'metadata':{},'spec':{'containers':[{}],'volumes':{}}}",
      })
  void whatDoesNotHaveTheShapeOfAPodIsLeftAlone(String pod) {
    assertThat(decide(pod, Credentials.PRESENT)).isEqualTo(new Verdict.Skip(Reason.POD_UNREADABLE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gcr.io/datadoghq/agent",
        "gcr.io/datadoghq/agent:7.71.0",
        "public.ecr.aws/datadog/agent:latest",
        "datadog/agent",
        "registry.datadoghq.com/agent:7",
        "datadoghq.azurecr.io/agent:7@sha256:00",
        "registry.example.com:5000/mirror/datadog/agent",
        "registry.example.com:5000/team/datadog-agent:7",
        "datadog-agent",
      })
  void anImageOfDatadogsOrOfAMirrorIsAnAgent(String image) {
    assertThat(ForeignAgent.isAgentImage(image)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "agent",
        "jenkins/agent:7",
        "gcr.io/datadoghq/cluster-agent:7",
        "gcr.io/datadoghq/dd-lib-java-init",
        "registry.example.com/datadog-tools/agent",
        "registry.example.com/not-datadog-agent",
        "registry.example.com/app:datadog-agent",
        "datadog.example.com/team/agent",
      })
  void aWordInAnImageMakesNoAgent(String image) {
    assertThat(ForeignAgent.isAgentImage(image)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void everyReasonHasASentenceThatFitsAWarning(Reason reason) {
    assertThat("eksbridge: no Datadog sidecar: " + reason.sentence())
        .hasSizeLessThanOrEqualTo(120)
        .endsWith(".");
  }

  @Test
  void everyReasonToSkipIsOfARuleOrOfTheWebhookItself() {
    var others =
        Arrays.stream(Reason.values())
            .filter(reason -> !Rules.order().contains(reason))
            .map(Reason::label)
            .collect(Collectors.toSet());

    assertThat(others)
        .containsExactlyInAnyOrder(
            "fargate_scheduler",
            "fargate_profile",
            "opt_in_label",
            "ec2_node",
            "unsupported_operation",
            "undecided");
  }

  @Test
  void whatIsKnownOfTheCredentialsDoesNotMatterWhereTheOperatorSaysSo() {
    var pod = view("{'metadata':{},'spec':{%s,%s}}".formatted(FARGATE, CONTAINERS), "shop");
    var unknown = PolicyOf.cluster("shop", Map.of(), Optional.empty());

    Verdict verdict = Rules.decide(pod, unknown, PolicyOf.flags("--inject-without-credentials"));

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Inject.class,
            inject ->
                assertThat(inject.warnings())
                    .containsExactly(Reason.CREDENTIALS_UNKNOWN.sentence()));
  }

  private static Verdict decide(String pod, Credentials credentials) {
    Optional<SecretView> secret =
        switch (credentials) {
          case PRESENT -> Optional.of(new SecretView.Complete());
          case MISSING -> Optional.of(new SecretView.Absent());
          case WITHOUT_API_KEY -> Optional.of(new SecretView.Holding(Set.of("token")));
          case WITHOUT_TOKEN -> Optional.of(new SecretView.Holding(Set.of("api-key")));
          case COMING, UNKNOWN -> Optional.empty();
        };
    return Rules.decide(view(pod, "shop"), PolicyOf.cluster("shop", Map.of(), secret), POLICY);
  }

  private static PodView view(String pod, String namespace) {
    try {
      return new PodView(new ObjectMapper().readTree(pod.replace('\'', '"')), namespace);
    } catch (JsonProcessingException badTest) {
      throw new AssertionError(badTest);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.gap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eksbridge.inject.PolicyOf;
import io.eksbridge.inject.fleet.FargatePod;
import io.eksbridge.inject.verdict.ClusterView;
import io.eksbridge.inject.verdict.ClusterView.SecretView;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GapsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant REGISTERED = Instant.parse("2026-06-01T00:00:00Z");
  private static final Gaps GAPS =
      new Gaps(PolicyOf.flags(), true, "eksbridge", Optional.of(REGISTERED));
  private static final Addresses NOW =
      new Addresses(
          List.of("172.20.0.255", "172.20.7.7"),
          List.of(
              new Addresses.Name("datadog-cluster-agent", "datadog", "cluster.local"),
              new Addresses.Name("cluster-agent-stable", "datadog", "cluster.local")),
          "172.20.9.9");

  @ParameterizedTest
  @CsvSource({
    "https://172.20.0.255:5005, false",
    "https://172.20.7.7:5005, false",
    "https://172.20.9.9:5005, true",
    "172.20.9.9, true",
    "https://datadog-cluster-agent.datadog.svc.cluster.local:5005, false",
    "https://DATADOG-cluster-agent.datadog.svc.cluster.local.:5005/, false",
    "https://datadog-cluster-agent.datadog.svc:5005, false",
    "https://datadog-cluster-agent.datadog:5005, false",
    "https://cluster-agent-stable.datadog.svc.cluster.local:5005, false",
    "https://old-cluster-agent.datadog.svc.cluster.local:5005, true",
    "https://[fd12::9]:5005, true"
  })
  void anAddressIsStaleWhenItNoLongerLeadsToTheClusterAgent(String url, boolean stale)
      throws IOException {
    assertThat(GAPS.stale(injected(url), NOW).isPresent()).isEqualTo(stale);
  }

  @Test
  void anIpv6AddressIsTheSameInEachSpelling() throws IOException {
    var now = new Addresses(List.of("fd12::9"), List.of(), "");

    assertThat(GAPS.stale(injected("https://[fd12:0:0::9]:5005"), now)).isEmpty();
    assertThat(GAPS.stale(injected("https://[fd12::8]:5005"), now))
        .get()
        .extracting(Gap::sentence)
        .asString()
        .contains("new pods are given https://[fd12::9]:5005.");
  }

  @Test
  void whileNoAddressIsKnownNoneIsStale() throws IOException {
    var unknown = new Addresses(List.of(), NOW.names(), "");

    assertThat(GAPS.stale(injected("https://172.20.9.9:5005"), unknown)).isEmpty();
  }

  @Test
  void whatAUserWroteIsStaleOnlyWhenItIsTheAddressThatWasLost() throws IOException {
    String written =
        "{'metadata':{'labels':{'agent.datadoghq.com/sidecar':'fargate'}},'spec':{'containers':[{'name':'datadog-agent','env':[{'name':'DD_CLUSTER_AGENT_URL','value':'%s'}]}]}}";

    assertThat(GAPS.stale(pod(written.formatted("https://agents.example.com:5005")), NOW))
        .isEmpty();
    assertThat(GAPS.stale(pod(written.formatted("https://172.20.9.9:5005")), NOW)).isPresent();
  }

  @Test
  void aPodThatHasEndedOrIsEndingIsNotStale() throws IOException {
    String url = "https://172.20.9.9:5005";

    assertThat(GAPS.stale(injected(url, "'deletionTimestamp':'2026-06-02T00:00:00Z',", ""), NOW))
        .isEmpty();
    assertThat(GAPS.stale(injected(url, "", ",'status':{'phase':'Succeeded'}"), NOW)).isEmpty();
  }

  @Test
  void aStalePodIsToldHowItGetsTheNewAddress() throws IOException {
    assertThat(
            GAPS.stale(
                    injected(
                        "https://172.20.9.9:5005",
                        "'ownerReferences':[{'controller':true,'apiVersion':'apps/v1','kind':'ReplicaSet','name':'cart-7d9f','uid':'1'}],",
                        ""),
                    NOW)
                .orElseThrow()
                .sentence())
        .isEqualTo(
            "The Datadog Agent of this pod was given https://172.20.9.9:5005, where the cluster agent"
                + " is no longer; new pods are given https://172.20.0.255:5005. Restart it: kubectl"
                + " -n shop rollout restart deployment/cart");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-05-31T00:00:00Z, '', before_webhook",
    "2026-06-02T00:00:00Z, '', webhook_away",
    "2026-06-02T00:00:00Z, credentials_missing, credentials_missing",
    "2026-06-02T00:00:00Z, something, other"
  })
  void aMissedPodSaysWhyItHasNoAgent(String created, String reason, String expected)
      throws IOException {
    Gap gap = missed(plain(created, reason), ready()).orElseThrow();

    assertThat(gap.reason()).isEqualTo(expected);
    assertThat(gap.now()).isEqualTo("injected");
    assertThat(gap.mends()).isTrue();
    assertThat(gap.sentence()).contains("without the Datadog Agent", "It would get one now.");
  }

  @Test
  void aMissedPodThatWouldGetNoneNowEitherIsNotMendedByARestart() throws IOException {
    ClusterView without = PolicyOf.cluster("shop", Map.of(), Optional.of(new SecretView.Absent()));

    Gap gap = missed(plain("2026-06-02T00:00:00Z", "credentials_missing"), without).orElseThrow();

    assertThat(gap.now()).isEqualTo("credentials_missing");
    assertThat(gap.mends()).isFalse();
    assertThat(gap.sentence())
        .endsWith(
            "It would get none now either: The namespace has no Secret with API key and token.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'metadata':{'namespace':'shop','labels':{'eksbridge.io/fargate':'disabled'}},'spec':{'schedulerName':'fargate-scheduler','containers':[{'name':'a'}]}}",
        "{'metadata':{'namespace':'shop'},'spec':{'containers':[{'name':'a'}]}}",
        "{'metadata':{'namespace':'shop'},'spec':{'schedulerName':'fargate-scheduler','containers':[{'name':'a','image':'datadog/agent:7'}]}}",
        "{'metadata':{'namespace':'eksbridge'},'spec':{'schedulerName':'fargate-scheduler','containers':[{'name':'a'}]}}",
        "{'metadata':{'namespace':'kube-system'},'spec':{'schedulerName':'fargate-scheduler','containers':[{'name':'a'}]}}",
        "{'metadata':{'namespace':'shop'},'spec':{'schedulerName':'fargate-scheduler','containers':[{'name':'a'}]},'status':{'phase':'Failed'}}"
      })
  void aPodThatIsNotToHaveAnAgentIsNotMissed(String pod) throws IOException {
    JsonNode json = JSON.readTree(pod.replace('\'', '"'));

    assertThat(
            GAPS.missed(
                FargatePod.of(json), json, PolicyOf.ready(json.at("/metadata/namespace").asText())))
        .isEmpty();
  }

  @Test
  void whatTheNamespaceSaysCountsAndUntilItIsKnownNothingIsMissed() throws IOException {
    ClusterView out =
        PolicyOf.cluster(
            "shop",
            Map.of("eksbridge.io/fargate", "disabled"),
            Optional.of(new SecretView.Complete()));
    var unknown =
        new ClusterView(
            Optional.empty(),
            io.eksbridge.inject.verdict.NamespaceView.unknown("shop"),
            Map.of(),
            Set.of(),
            true);

    assertThat(missed(plain("2026-06-02T00:00:00Z", ""), out)).isEmpty();
    assertThat(missed(plain("2026-06-02T00:00:00Z", ""), unknown)).isEmpty();
  }

  @Test
  void wherePodsMustAskThoseThatDoNotAreNotMissed() throws IOException {
    var asked = new Gaps(PolicyOf.flags(), false, "eksbridge", Optional.of(REGISTERED));
    JsonNode json = JSON.readTree(plain("2026-06-02T00:00:00Z", "").replace('\'', '"'));

    assertThat(asked.missed(FargatePod.of(json), json, ready())).isEmpty();
  }

  private static ClusterView ready() {
    return PolicyOf.ready("shop");
  }

  private static Optional<Gap> missed(String pod, ClusterView cluster) throws IOException {
    JsonNode json = JSON.readTree(pod.replace('\'', '"'));
    return GAPS.missed(FargatePod.of(json), json, cluster);
  }

  private static String plain(String created, String reason) {
    String decision = reason.isEmpty() ? "" : "'eksbridge.io/decision':'skipped',";
    return "{'metadata':{'name':'cart','namespace':'shop','creationTimestamp':'%s','annotations':{%s'eksbridge.io/reason':'%s'}},'spec':{'schedulerName':'fargate-scheduler','containers':[{'name':'a','image':'b'}]}}"
        .formatted(created, decision, reason);
  }

  private static FargatePod injected(String url) throws IOException {
    return injected(url, "", "");
  }

  private static FargatePod injected(String url, String metadata, String more) throws IOException {
    return pod(
        "{'metadata':{%s'name':'cart','namespace':'shop','annotations':{'eksbridge.io/decision':'injected','eksbridge.io/address':'%s'}},'spec':{'containers':[{'name':'datadog-agent-injected'}]}%s}"
            .formatted(metadata, url, more));
  }

  private static FargatePod pod(String json) throws IOException {
    return FargatePod.of(JSON.readTree(json.replace('\'', '"')));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FargatePodTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String AGENT = "'name':'a','image':'gcr.io/datadoghq/agent:7'";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'annotations':{'eksbridge.io/decision':'injected'} | 'name':'datadog-agent-injected' | OURS",
        "'name':'p' | 'name':'datadog-agent-injected' | OFFICIAL",
        "'labels':{'agent.datadoghq.com/sidecar':'fargate'} | " + AGENT + " | HAND_WRITTEN",
        "'annotations':{'eksbridge.io/fargate':'enabled'} | " + AGENT + " | HAND_WRITTEN",
        "'name':'p' | " + AGENT + " | NONE",
        "'annotations':{'eksbridge.io/decision':'injected'} | 'name':'web','image':'nginx' | NONE",
        "'labels':{'eksbridge.io/fargate':'disabled'} | 'name':'datadog-agent-injected' | NONE",
        "'labels':{'eksbridge.io/fargate':'enabled'} | 'name':'init-copy-agent-config','image':'datadog/agent' | NONE",
      })
  void whoseAgentRunsIsToldByTheContainers(String metadata, String container, SidecarKind kind)
      throws IOException {
    FargatePod pod =
        pod("{'metadata':{%s},'spec':{'containers':[{%s}]}}".formatted(metadata, container));

    assertThat(pod.sidecar()).isEqualTo(kind);
  }

  @Test
  void aNativeSidecarIsOneToo() throws IOException {
    assertThat(pod("{'spec':{'initContainers':[{'name':'datadog-agent-injected'}]}}").sidecar())
        .isEqualTo(SidecarKind.OFFICIAL);
  }

  @Test
  void aPodThatSaysNothingOfItsAccountHasTheDefaultOne() throws IOException {
    FargatePod pod = pod("{'metadata':{'namespace':'shop','name':'cart'},'spec':{}}");

    assertThat(pod.serviceAccount()).isEqualTo("default");
    assertThat(pod.title()).isEqualTo("shop/cart");
    assertThat(pod.node()).isEmpty();
  }

  @Test
  void theAddressIsTheOneThatTheAgentWasGiven() throws IOException {
    String noted = "{'metadata':{'annotations':{'eksbridge.io/address':'https://10.0.0.1:5005'}}}";
    String given =
        "{'spec':{'containers':[{'name':'datadog-agent-injected','env':[{'name':'DD_CLUSTER_AGENT_URL','value':'https://a:5005'}]}]}}";

    assertThat(pod(noted).address()).isEqualTo("https://10.0.0.1:5005");
    assertThat(pod(given).address()).isEqualTo("https://a:5005");
  }

  @ParameterizedTest
  @CsvSource({"Pending,false", "Running,false", "Unknown,false", "Succeeded,true", "Failed,true"})
  void aPodHasEndedWhenItsPhaseSaysSo(String phase, boolean ended) throws IOException {
    assertThat(pod("{'status':{'phase':'%s'}}".formatted(phase)).ended()).isEqualTo(ended);
  }

  @Test
  void theOwnerIsTheOneThatControls() throws IOException {
    FargatePod pod =
        pod(
            "{'metadata':{'ownerReferences':[{'kind':'A','name':'a'},{'apiVersion':'apps/v1','kind':'ReplicaSet','name':'cart-1','uid':'u','controller':true}]}}");

    assertThat(pod.owner()).contains(new FargatePod.Owner("apps/v1", "ReplicaSet", "cart-1", "u"));
  }

  private static FargatePod pod(String json) throws IOException {
    JsonNode tree = JSON.readTree(json.replace('\'', '"'));
    return FargatePod.of(tree);
  }
}

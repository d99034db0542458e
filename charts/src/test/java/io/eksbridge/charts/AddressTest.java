// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.parts.Child;
import io.eksbridge.parts.RunningApiServer;
import io.eksbridge.parts.Service;
import io.eksbridge.parts.ServingPair;
import org.junit.jupiter.api.Test;

/// The stable Service is made, and stays as it was.
final class AddressTest extends AddressStory {
  @Test
  void theServiceIsMadeInTheStaticBandAndComesBackWithItsAddressWhenItIsDeleted() throws Exception {
    clusterAgent("datadog-cluster-agent", "IPv4");
    String address;
    try (Service controller = running()) {
      address = settledAddress(controller);
      assertThat(address).startsWith("172.20.0.");
      assertThat(stable("selector")).isEqualTo("{\"app\":\"datadog-cluster-agent\"}");

      delete(Thing.STABLE);

      assertThat(eventually(() -> stable("clusterIP").equals(address))).isTrue();
    }
    delete(Thing.STABLE);
    try (Service controller = running()) {
      assertThat(eventually(() -> stable("clusterIP").equals(address))).isTrue();
      tells(controller, "\"reason\":\"remembered\"");
    }
  }

  @Test
  void whatSomeoneEditsIsPutBack() throws Exception {
    clusterAgent("datadog-cluster-agent", "IPv4");
    try (Service controller = running()) {
      String address = settledAddress(controller);

      merge(Thing.STABLE, "{'spec':{'selector':{'app':'mine','more':'here'}}}");
      assertThat(eventually(() -> stable("selector").equals("{\"app\":\"datadog-cluster-agent\"}")))
          .isTrue();

      merge(
          Thing.STABLE,
          "{'spec':{'externalIPs':['192.0.2.1'],'ports':[{'port':80,'name':'more'}]}}");
      assertThat(
              eventually(
                  () ->
                      stable("externalIPs").isEmpty()
                          && stable("ports/1").isEmpty()
                          && stable("ports/0/port").equals("5005")))
          .isTrue();

      merge(
          Thing.STABLE,
          "{'spec':{'type':'ExternalName','externalName':'example.com','clusterIP':null,'clusterIPs':null}}");
      assertThat(
              eventually(
                  () -> stable("type").equals("ClusterIP") && stable("clusterIP").equals(address)))
          .isTrue();

      kubectl.run(
          "patch",
          "service/datadog-cluster-agent",
          "-n",
          "datadog",
          "--type=merge",
          "-p",
          "{\"spec\":{\"selector\":{\"app\":\"renamed\"}}}");
      assertThat(eventually(() -> stable("selector/app").equals("renamed"))).isTrue();

      delete(Thing.MEMORY);
      assertThat(eventually(() -> remembered().equals(address))).isTrue();
      tells(controller, "\"reason\":\"edited\"", "\"reason\":\"added_to\"");
    }
  }

  @Test
  void theWebhookGivesThisAddressToPodsThatCannotResolveNames() throws Exception {
    clusterAgent("datadog-cluster-agent", "IPv4");
    kubectl.apply(Chart.FARGATE_INJECTOR.rendered("templates/rights.yaml"));
    ServingPair pair = ServingPair.make(folder);
    int port = Child.freePort();
    int management = Child.freePort();
    try (Service controller = running();
        Service webhook =
            Service.start(
                "fargate-injector",
                folder,
                management,
                "webhook",
                "--kubeconfig=" + kubectl.kubeconfigOf("eksbridge", "release"),
                "--inject-without-credentials",
                "--port=" + port,
                "--management-port=" + management,
                "--tls-certificate=" + pair.certificate(),
                "--tls-key=" + pair.key(),
                "--drain-wait=PT0S")) {
      String address = settledAddress(controller);
      webhook.awaitReady(System.nanoTime());

      String url = "https://" + address + ":5005";
      assertThat(eventually(() -> patch(port, pair).contains(url))).as(patch(port, pair)).isTrue();
    }
  }

  @Test
  void whileTheApiServerIsAwayNothingIsLost() throws Exception {
    clusterAgent("datadog-cluster-agent", "IPv4");
    try (Service controller = running()) {
      String address = settledAddress(controller);

      RunningApiServer.server().restart();
      delete(Thing.STABLE);

      boolean back = eventually(() -> stable("clusterIP").equals(address));
      assertThat(back).isTrue();
    }
  }

  @Test
  void aClusterAgentOfTheOperatorOnIpv6IsFollowedInItsFamily() throws Exception {
    clusterAgent("dda-cluster-agent", "IPv6");
    try (Service controller = running()) {
      assertThat(eventually(() -> says(controller, "name_differs"))).isTrue();
      String address = settledAddress(controller);
      assertThat(address).startsWith("fd12:3456::");

      delete(Thing.STABLE);

      assertThat(eventually(() -> stable("clusterIP").equals(address))).isTrue();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.parts.Child;
import io.eksbridge.parts.Patience;
import io.eksbridge.parts.RunningApiServer;
import io.eksbridge.parts.Service;
import io.eksbridge.parts.ServingPair;
import io.eksbridge.parts.Trust;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The stable Service on a real API server of both address families, with the rights of the chart
/// and no more.
final class AddressTest {
  private static final String STABLE = "service/cluster-agent-stable";
  private static final String MEMORY = "configmap/eksbridge-address";

  @TempDir Path folder;
  private Kubectl kubectl;
  private RunningController controllers;

  @BeforeEach
  void aCluster() throws Exception {
    kubectl = Kubectl.in(folder);
    controllers = RunningController.in(folder, kubectl);
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    kubectl.run("delete", "services,endpointslices", "--all", "-n", "datadog");
    kubectl.run("delete", "configmaps,secrets,leases", "--all", "-n", "eksbridge");
    kubectl.run("delete", "mutatingwebhookconfigurations", "--all");
  }

  @Test
  void theServiceIsMadeInTheStaticBandAndComesBackWithItsAddressWhenItIsDeleted() throws Exception {
    clusterAgent("datadog-cluster-agent", "IPv4");
    String address;
    try (Service controller = running()) {
      address = settledAddress(controller);
      assertThat(address).startsWith("172.20.0.");
      assertThat(stable("{.spec.selector}")).isEqualTo("{\"app\":\"datadog-cluster-agent\"}");

      kubectl.run("delete", STABLE, "-n", "datadog");

      assertThat(eventually(() -> stable("{.spec.clusterIP}").equals(address))).isTrue();
    }
    kubectl.run("delete", STABLE, "-n", "datadog");
    try (Service controller = running()) {
      assertThat(eventually(() -> stable("{.spec.clusterIP}").equals(address))).isTrue();
      assertThat(controller.process().log()).contains("\"reason\":\"remembered\"");
    }
  }

  @Test
  void whatSomeoneEditsIsPutBack() throws Exception {
    clusterAgent("datadog-cluster-agent", "IPv4");
    try (Service controller = running()) {
      String address = settledAddress(controller);

      edit("{'spec':{'selector':{'app':'mine','more':'here'}}}");
      assertThat(
              eventually(
                  () -> stable("{.spec.selector}").equals("{\"app\":\"datadog-cluster-agent\"}")))
          .isTrue();

      edit("{'spec':{'externalIPs':['192.0.2.1'],'ports':[{'port':80,'name':'more'}]}}");
      assertThat(
              eventually(() -> stable("{.spec.externalIPs}{.spec.ports[*].port}").equals("5005")))
          .isTrue();

      edit(
          "{'spec':{'type':'ExternalName','externalName':'example.com','clusterIP':null,'clusterIPs':null}}");
      assertThat(
              eventually(
                  () -> stable("{.spec.type}{.spec.clusterIP}").equals("ClusterIP" + address)))
          .isTrue();

      kubectl.run(
          "patch",
          "service/datadog-cluster-agent",
          "-n",
          "datadog",
          "--type=merge",
          "-p",
          "{\"spec\":{\"selector\":{\"app\":\"renamed\"}}}");
      assertThat(eventually(() -> stable("{.spec.selector.app}").equals("renamed"))).isTrue();

      kubectl.run("delete", MEMORY, "-n", "eksbridge");
      assertThat(eventually(() -> remembered().equals(address))).isTrue();
      assertThat(controller.process().log())
          .contains("\"reason\":\"edited\"", "\"reason\":\"added_to\"");
    }
  }

  @Test
  void anAddressThatAnotherTookIsGivenUpLoudly() throws Exception {
    clusterAgent("datadog-cluster-agent", "IPv4");
    String address;
    try (Service controller = running()) {
      address = settledAddress(controller);
    }
    kubectl.run("delete", STABLE, "-n", "datadog");
    service("thief", "clusterIP: " + address + ", selector: {a: b}, ports: [{port: 80}]");

    try (Service controller = running()) {
      assertThat(eventually(() -> says(controller, "address_changed"))).isTrue();
      assertThat(stable("{.spec.clusterIP}")).startsWith("172.20.0.").isNotEqualTo(address);
      assertThat(remembered()).isEqualTo(stable("{.spec.clusterIP}"));
      assertThat(kubectl.run("get", MEMORY, "-n", "eksbridge", "-o", "jsonpath={.data.previous}"))
          .isEqualTo(address);
      assertThat(controller.get("/metrics"))
          .contains("fargate_injector_address_trouble{reason=\"address_changed\"} 1.0");
      assertThat(controller.process().log()).contains("It belongs to the Service datadog/thief");
      assertThat(kubectl.run("get", "events", "-n", "datadog", "-o", "jsonpath={.items[*].reason}"))
          .contains("AddressTaken", "AddressChanged");
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
      kubectl.run("delete", STABLE, "-n", "datadog");

      boolean back = eventually(() -> stable("{.spec.clusterIP}").equals(address));
      assertThat(back).isTrue();
    }
  }

  @Test
  void aServiceOfAnotherIsNotTouched() throws Exception {
    clusterAgent("datadog-cluster-agent", "IPv4");
    service("cluster-agent-stable", "selector: {app: mine}, ports: [{port: 5005}]");
    String version = stable("{.metadata.resourceVersion}");
    try (Service controller = running()) {
      assertThat(eventually(() -> says(controller, "is not ours"))).isTrue();
      assertThat(says(controller, "service_not_ours")).isTrue();
      assertThat(controllers.status()).contains("address   service_not_ours: ");
      assertThat(stable("{.metadata.resourceVersion}")).isEqualTo(version);
      assertThat(controllers.cleanup("--delete-address=always")).contains("left: it is not ours");
    }
  }

  @Test
  void endpointsAreMissedAndFound() throws Exception {
    clusterAgent("datadog-cluster-agent", "IPv4");
    try (Service controller = running()) {
      assertThat(eventually(() -> says(controller, "no_endpoints"))).isTrue();

      kubectl.apply(
          """
          {apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, addressType: IPv4, ports: [{port: 5005}],
           metadata: {name: stable-1, namespace: datadog, labels: {kubernetes.io/service-name: cluster-agent-stable}},
           endpoints: [{addresses: [10.0.0.1], conditions: {ready: true}}]}
          """);

      assertThat(eventually(() -> !says(controller, "no_endpoints"))).isTrue();
      assertThat(controllers.status()).contains("address   " + remembered());
    }
  }

  @Test
  void aClusterAgentOfTheOperatorOnIpv6IsFollowedInItsFamily() throws Exception {
    clusterAgent("dda-cluster-agent", "IPv6");
    try (Service controller = running()) {
      assertThat(eventually(() -> says(controller, "name_differs"))).isTrue();
      String address = settledAddress(controller);
      assertThat(address).startsWith("fd12:3456::");

      kubectl.run("delete", STABLE, "-n", "datadog");

      assertThat(eventually(() -> stable("{.spec.clusterIP}").equals(address))).isTrue();
    }
  }

  @Test
  void aWantedAddressIsTakenOrRefusedInTheApiServersWords() throws Exception {
    clusterAgent("datadog-cluster-agent", "IPv4");
    try (Service controller = running("--stable-address=10.9.9.9")) {
      assertThat(eventually(() -> says(controller, "10.9.9.9 is not in 172.20.0.0/16"))).isTrue();
      assertThat(stable("{.spec.clusterIP}")).isEmpty();
    }
    service("thief", "clusterIP: 172.20.0.77, selector: {a: b}, ports: [{port: 80}]");
    try (Service controller = running("--stable-address=172.20.0.77")) {
      assertThat(eventually(() -> says(controller, "already allocated"))).isTrue();
      assertThat(stable("{.spec.clusterIP}")).isEmpty();
    }
    try (Service controller = running("--stable-address=172.20.77.77")) {
      assertThat(eventually(() -> stable("{.spec.clusterIP}").equals("172.20.77.77"))).isTrue();
      assertThat(controller.process().log()).contains("outside_static_band");
    }
  }

  @Test
  void cleanupLeavesTheAddressWhilePodsCarryIt() throws Exception {
    clusterAgent("datadog-cluster-agent", "IPv4");
    String address;
    try (Service controller = running()) {
      address = settledAddress(controller);
    }
    kubectl.apply(
        "{apiVersion: v1, kind: ServiceAccount, metadata: {name: default, namespace: datadog}}");
    kubectl.apply(
        """
        {apiVersion: v1, kind: Pod,
         metadata: {name: dns, namespace: datadog, annotations: {eksbridge.io/address: 'https://%s:5005'}},
         spec: {schedulerName: fargate-scheduler, containers: [{name: dns, image: dns}]}}
        """
            .formatted(address));

    assertThat(controllers.cleanup()).contains("1 pods carry " + address + " (datadog/dns)");
    assertThat(stable("{.spec.clusterIP}")).isEqualTo(address);

    kubectl.run("delete", "pod", "dns", "-n", "datadog", "--force", "--grace-period=0");

    assertThat(controllers.cleanup())
        .contains("cluster-agent-stable deleted", "eksbridge-address deleted");
  }

  /// What the webhook adds to a pod that cannot resolve names.
  private static String patch(int port, ServingPair pair) throws IOException, InterruptedException {
    String review =
        """
        {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
          "uid": "1", "operation": "CREATE", "namespace": "shop",
          "kind": {"group": "", "version": "v1", "kind": "Pod"},
          "resource": {"group": "", "version": "v1", "resource": "pods"},
          "object": {"metadata": {"name": "dns"}, "spec": {"schedulerName": "fargate-scheduler",
            "dnsPolicy": "Default", "containers": [{"name": "dns", "image": "dns"}]}}}}
        """;
    try (HttpClient client =
        HttpClient.newBuilder().sslContext(Trust.of(pair.certificate())).build()) {
      String answer =
          client
              .send(
                  HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/mutate"))
                      .header("Content-Type", "application/json")
                      .POST(HttpRequest.BodyPublishers.ofString(review))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      Matcher patch = Pattern.compile("\"patch\":\"([^\"]+)\"").matcher(answer);
      return patch.find()
          ? new String(Base64.getDecoder().decode(patch.group(1)), StandardCharsets.UTF_8)
          : answer;
    }
  }

  private Service running(String... flags) throws Exception {
    return controllers.start(flags);
  }

  private String settledAddress(Service controller) throws Exception {
    assertThat(eventually(() -> !remembered().isEmpty() && says(controller, remembered())))
        .isTrue();
    return remembered();
  }

  /// A controller must be started, elected and heard: on a busy machine that takes its time.
  private static boolean eventually(Child.Check check) throws IOException, InterruptedException {
    boolean holds = false;
    for (int turn = 0; turn < 3 && !holds; turn++) {
      holds = Patience.until(check);
    }
    return holds;
  }

  private static boolean says(Service controller, String words) throws InterruptedException {
    return RunningController.says(controller, words);
  }

  private void clusterAgent(String name, String family) throws Exception {
    service(
        name,
        "ipFamilies: [%s], selector: {app: %s}, ports: [{name: agentport, port: 5005}]"
            .formatted(family, "datadog-cluster-agent"));
  }

  private void service(String name, String spec) throws Exception {
    kubectl.apply(
        "{apiVersion: v1, kind: Service, metadata: {name: %s, namespace: datadog}, spec: {%s}}"
            .formatted(name, spec));
  }

  private void edit(String patch) throws Exception {
    kubectl.run("patch", STABLE, "-n", "datadog", "--type=merge", "-p", patch.replace('\'', '"'));
  }

  private String remembered() throws IOException, InterruptedException {
    return kubectl.run(
        "get", MEMORY, "-n", "eksbridge", "--ignore-not-found", "-o", "jsonpath={.data.address}");
  }

  private String stable(String field) throws IOException, InterruptedException {
    return kubectl.run(
        "get", STABLE, "-n", "datadog", "--ignore-not-found", "-o", "jsonpath=" + field);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.parts.Service;
import org.junit.jupiter.api.Test;

/// What can be wrong with the stable Service is told, and what is not ours is left.
final class AddressTroubleTest extends AddressStory {
  @Test
  void anAddressThatAnotherTookIsGivenUpLoudly() throws Exception {
    clusterAgent("datadog-cluster-agent", "IPv4");
    String address;
    try (Service controller = running()) {
      address = settledAddress(controller);
    }
    delete(Thing.STABLE);
    service("thief", "clusterIP: " + address + ", selector: {a: b}, ports: [{port: 80}]");

    try (Service controller = running()) {
      assertThat(eventually(() -> says(controller, "address_changed"))).isTrue();
      assertThat(stable("clusterIP")).startsWith("172.20.0.").isNotEqualTo(address);
      assertThat(remembered()).isEqualTo(stable("clusterIP"));
      assertThat(get(Thing.MEMORY, "/data/previous")).isEqualTo(address);
      assertThat(controller.get("/metrics"))
          .contains("fargate_injector_address_trouble{reason=\"address_changed\"} 1.0");
      tells(controller, "It belongs to the Service datadog/thief");
      assertThat(kubectl.run("get", "events", "-n", "datadog", "-o", "jsonpath={.items[*].reason}"))
          .contains("AddressTaken", "AddressChanged");
    }
  }

  @Test
  void aServiceOfAnotherIsNotTouched() throws Exception {
    clusterAgent("datadog-cluster-agent", "IPv4");
    service("cluster-agent-stable", "selector: {app: mine}, ports: [{port: 5005}]");
    String version = get(Thing.STABLE, "/metadata/resourceVersion");
    try (Service controller = running()) {
      assertThat(eventually(() -> says(controller, "is not ours"))).isTrue();
      assertThat(says(controller, "service_not_ours")).isTrue();
      assertThat(controllers.status()).contains("address   service_not_ours: ");
      assertThat(get(Thing.STABLE, "/metadata/resourceVersion")).isEqualTo(version);
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
  void aWantedAddressIsTakenOrRefusedInTheApiServersWords() throws Exception {
    clusterAgent("datadog-cluster-agent", "IPv4");
    try (Service controller = running("--stable-address=10.9.9.9")) {
      assertThat(eventually(() -> says(controller, "10.9.9.9 is not in 172.20.0.0/16"))).isTrue();
      assertThat(stable("clusterIP")).isEmpty();
    }
    service("thief", "clusterIP: 172.20.0.77, selector: {a: b}, ports: [{port: 80}]");
    try (Service controller = running("--stable-address=172.20.0.77")) {
      assertThat(eventually(() -> says(controller, "already allocated"))).isTrue();
      assertThat(stable("clusterIP")).isEmpty();
    }
    try (Service controller = running("--stable-address=172.20.77.77")) {
      assertThat(eventually(() -> stable("clusterIP").equals("172.20.77.77"))).isTrue();
      tells(controller, "outside_static_band");
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
    assertThat(stable("clusterIP")).isEqualTo(address);

    kubectl.run("delete", "pod", "dns", "-n", "datadog", "--force", "--grace-period=0");

    assertThat(controllers.cleanup())
        .contains("cluster-agent-stable deleted", "eksbridge-address deleted");
  }
}

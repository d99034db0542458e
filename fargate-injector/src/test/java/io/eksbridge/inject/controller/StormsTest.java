// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.api.ListWatch;
import io.eksbridge.inject.cluster.Watches;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An API server that refuses each write is asked little by each duty, for as long as it does; then
/// all is made good. Time is only that which a worker waits.
final class StormsTest {
  private static final int PODS = 30;

  @TempDir Path folder;
  private StormyApiServer server;
  private ApplicationContext context;

  @BeforeEach
  void aClusterOfManyPodsWithoutAnAgent() throws Exception {
    server = new StormyApiServer();
    server.has("/api/v1/namespaces/shop", "{'metadata':{'name':'shop','labels':{'a':'b'}}}");
    server.has(
        "/api/v1/namespaces/shop/secrets/datadog-secret",
        "{'metadata':{'name':'datadog-secret','namespace':'shop','labels':{'eksbridge.io/copy':'true'}}}");
    server.has(
        "/api/v1/namespaces/datadog/services/datadog-cluster-agent",
        "{'metadata':{'name':'datadog-cluster-agent','namespace':'datadog'},'spec':{'clusterIP':'172.20.9.9','selector':{'app':'datadog-cluster-agent'},'ports':[{'port':5005}]}}");
    for (int pod = 0; pod < PODS; pod++) {
      pod("cart-" + pod, "", "app", "");
    }
    context =
        ApplicationContext.builder()
            .deduceEnvironment(false)
            .properties(
                Map.of(
                    FargateInjector.COMMAND,
                    FargateInjector.CONTROLLER,
                    "fargate-injector.restart-stale",
                    "true",
                    "fargate-injector.kubeconfig",
                    server.kubeconfig(folder).toString()))
            .start();
  }

  @AfterEach
  void end() {
    context.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 409, 429, 503})
  void theAddressIsAskedForEverLaterAndKeptOnceItMayBe(int status) throws Exception {
    server.refuses(status);
    minutes(1, "address");

    assertThat(server.writes).hasValueBetween(1, 10);
    assertThat(server.below("/api/v1/namespaces/datadog/services/cluster-agent-stable")).isZero();

    server.refuses(0);
    minutes(1, "address");

    assertThat(server.stored)
        .containsKeys(
            "/api/v1/namespaces/datadog/services/cluster-agent-stable",
            "/api/v1/namespaces/eksbridge/configmaps/eksbridge-address");
    assertThat(server.writes).hasValueLessThanOrEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 409, 429, 503})
  void theCertificateIsStoredEverLaterAndPublishedOnceItMayBe(int status) throws Exception {
    server.refuses(status);
    minutes(1, "certificate");

    assertThat(server.writes).hasValueBetween(1, 10);

    server.refuses(0);
    minutes(1, "certificate");

    assertThat(server.stored)
        .containsKey("/api/v1/namespaces/eksbridge/secrets/fargate-injector-certificate");
    assertThat(server.below("/apis/admissionregistration.k8s.io/v1/mutatingwebhook")).isEqualTo(2);
  }

  /// A 409 is an Event that is there already.
  @ParameterizedTest
  @ValueSource(ints = {403, 429, 503})
  void ofManyPodsWithoutAnAgentOneIsToldAtATimeUntilAllMayBe(int status) throws Exception {
    server.refuses(status);
    minutes(1, "coverage");

    assertThat(server.writes).hasValueBetween(1, 14);
    assertThat(duty("coverage").state()).isEqualTo("0 stale, 30 missed of 30 pods");

    server.refuses(0);
    minutes(1, "coverage");

    assertThat(server.below("/api/v1/namespaces/shop/events/")).isEqualTo(PODS);
    assertThat(server.writes).hasValue(PODS);
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 409, 429, 503})
  void nothingIsRestartedThatIsNotWrittenDownFirst(int status) throws Exception {
    minutes(1, "address"); // so that there is an address to be stale
    pod(
        "web-1",
        "'eksbridge.io/address':'https://172.20.200.9:5005'",
        "datadog-agent-injected",
        owner("ReplicaSet", "web-1"));
    server.has(
        "/apis/apps/v1/namespaces/shop/replicasets/web-1",
        "{'metadata':{'name':'web-1',%s}}".formatted(owner("Deployment", "web")));
    String web = "/apis/apps/v1/namespaces/shop/deployments/web";
    server.has(
        web,
        "{'metadata':{'name':'web','namespace':'shop','uid':'web','generation':1},'spec':{'replicas':1,'template':{'metadata':{}}},'status':{'observedGeneration':1,'replicas':1,'updatedReplicas':1,'availableReplicas':1}}");
    minutes(1, "coverage");
    server.refuses(status);
    minutes(1, "restarts");

    assertThat(server.writes).hasValueBetween(1, 10);

    server.refuses(0);
    minutes(1, "restarts");

    assertThat(server.stored)
        .containsKey("/api/v1/namespaces/eksbridge/configmaps/eksbridge-restarts");
    assertThat(server.stored)
        .hasEntrySatisfying(
            web,
            now ->
                assertThat(now.at("/spec/template/metadata/annotations").toString())
                    .contains("address https://172.20."));
    assertThat(server.writes).hasValueLessThanOrEqualTo(3);
  }

  /// Has a duty worked on for as long, with all that it looks at read before.
  private void minutes(int many, String name) throws IOException {
    Duty duty = duty(name);
    context.getBean(Watches.class).list();
    for (ListWatch each : duty.watches()) {
      var _ = each.list();
    }
    var left = new Duration[] {Duration.ofMinutes(many)};
    new Worker(
            duty,
            new Leading(),
            context.getBean(ControllerMetrics.class),
            Clock.systemUTC(),
            longest -> {
              left[0] = left[0].minus(longest);
              if (!left[0].isPositive()) {
                throw new InterruptedException();
              }
            })
        .run();
  }

  private Duty duty(String name) {
    return context.getBeansOfType(Duty.class).stream()
        .filter(each -> each.name().equals(name))
        .findAny()
        .orElseThrow();
  }

  private void pod(String name, String annotations, String container, String owner)
      throws IOException {
    server.has(
        "/api/v1/namespaces/shop/pods/" + name,
        "{'metadata':{'name':'%s','namespace':'shop','uid':'%s','creationTimestamp':'2026-01-01T00:00:00Z','annotations':{%s}%s},'spec':{'schedulerName':'fargate-scheduler','containers':[{'name':'%s'}]}}"
            .formatted(name, name, annotations, owner.isEmpty() ? "" : "," + owner, container));
  }

  private static String owner(String kind, String name) {
    return "'ownerReferences':[{'controller':true,'apiVersion':'apps/v1','kind':'%s','name':'%s','uid':'%s'}]"
        .formatted(kind, name, name);
  }

  /// This replica leads.
  private static final class Leading implements Term {
    @Override
    public boolean leader() {
      return true;
    }

    @Override
    public boolean confirmed() {
      return true;
    }
  }
}

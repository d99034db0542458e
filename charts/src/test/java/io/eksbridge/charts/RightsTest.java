// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.parts.ApiClient;
import io.eksbridge.parts.Child;
import io.eksbridge.parts.Kubeconfig;
import io.eksbridge.parts.Right;
import io.eksbridge.parts.Service;
import io.eksbridge.parts.ServingPair;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// No account has a right that it does not use, and none asks for what it may not do: each process
/// does all that it can with the rights of its chart, and the audit of a real API server is
/// compared with them. That of the driver itself, which needs a kubelet, stands beside its own
/// tests.
final class RightsTest {
  private static final Map<String, Object> ALL_FEATURES =
      Map.ofEntries(
          Map.entry("fargate-injector.restart.stale", true),
          Map.entry("fargate-injector.restart.missed", true),
          Map.entry("token-sync.cleanup.enabled", true),
          Map.entry("token-sync.releaseDelay", "0s"),
          Map.entry("token-sync.sources.apiKey.namespace", "keys"),
          Map.entry("token-sync.rotation.nextToken.namespace", "next"),
          Map.entry("token-sync.rotation.nextToken.name", "next"),
          Map.entry("token-sync.rotation.nextToken.key", "token"));

  /// Given for another reason than that it is asked for each time.
  private static final Map<String, String> NOT_ASKED_FOR =
      Map.of(
          "get nodes/proxy",
          "the controller must hold what it grants, or the API server refuses the grant",
          "get secrets datadog-secret",
          "token-sync looks again where a write was outrun, which cannot be brought about here");

  private static final String KEY = "0123456789abcdef0123456789abcdef";
  private static final String TOKEN = "Zk3vQ9xW1pLr7TnB5cYd8HsJ2mGf4KaE";
  private static final String NEXT = "aE4Kf2Gm8JsH5YdcB7TnLr1pWx9Qv3kZ";
  private static final String STALE = Shop.injected("https://172.20.200.9:5005");
  private static final String AGENT = "name: datadog-agent-injected";

  @TempDir static Path folder;
  private static InstalledRights cluster;
  private static Kubectl kubectl;
  private static ApiClient api;
  private static Hand hand;

  @BeforeAll
  static void aRelease() throws Exception {
    cluster = new InstalledRights(folder, ALL_FEATURES);
    kubectl = cluster.kubectl();
    api = ApiClient.of(cluster.server().kubeconfig());
    hand = new Hand(kubectl, api);
    for (String name :
        List.of("eksbridge", "eksbridge-node", "datadog", "keys", "next", "elsewhere", "held")) {
      kubectl.apply("{apiVersion: v1, kind: Namespace, metadata: {name: " + name + "}}");
    }
    kubectl.apply(
        "{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {eksbridge.io/fargate: enabled}}}");
    kubectl.apply(
        "{apiVersion: v1, kind: ServiceAccount, metadata: {name: default, namespace: shop}}");
    cluster.give();
    hand.secret("keys", "datadog", "api-key", KEY);
    hand.secret("datadog", "datadog-cluster-agent", "token", TOKEN);
    hand.secret("next", "next", "token", TOKEN);
    kubectl.apply(
        "{apiVersion: v1, kind: Service, metadata: {name: datadog-cluster-agent, namespace: datadog}, spec: {selector: {app: datadog-cluster-agent}, ports: [{port: 5005}]}}");
  }

  @AfterAll
  static void itGoes() {
    api.close();
    cluster.close();
  }

  @Test
  void whoeverHasARightIsLookedAt() {
    assertThat(cluster.accounts())
        .containsExactly(
            "eksbridge-node/node-driver",
            "eksbridge/fargate-injector",
            "eksbridge/fargate-injector-cleanup",
            "eksbridge/fargate-injector-controller",
            "eksbridge/node-driver-guard",
            "eksbridge/token-sync",
            "eksbridge/token-sync-cleanup");
  }

  @Test
  void theWebhookUsesAllItsRights() throws Exception {
    ServingPair pair = ServingPair.make(folder);
    String[] flags = {
      "--port=" + Child.freePort(),
      "--tls-certificate=" + pair.certificate(),
      "--tls-key=" + pair.key(),
      "--drain-wait=PT0S"
    };
    try (Service _ = cluster.start("fargate-injector", "fargate-injector", flags)) {
      usesAll("eksbridge/fargate-injector");
    }
  }

  @Test
  void theGuardUsesAllItsRights() throws Exception {
    Path account = Files.createDirectory(folder.resolve("guard"));
    Kubeconfig access = api.access();
    Files.writeString(
        account.resolve("token"),
        kubectl.run("create", "token", "node-driver-guard", "-n", "eksbridge"));
    Files.copy(Objects.requireNonNull(access.authority()), account.resolve("ca.crt"));

    String said =
        cluster.hook(
            "node-driver",
            "node-driver-guard",
            "--api-server=" + access.url(),
            "--service-account-path=" + account);

    assertThat(said).startsWith("no pod holds a volume");
    usesAll("eksbridge/node-driver-guard");
  }

  @Test
  void theControllerAndWhatCleansUpAfterItUseAllTheirRights() throws Exception {
    var shop = new Shop(kubectl);
    shop.deployment("web");
    shop.statefulSet("db");
    FargateFleet fleet = FargateFleet.in(api, "shop", "cart");
    fleet.pod("cart", "cart", "fargate-1");
    shop.pod("web", STALE, AGENT, shop.owned("ReplicaSet", "web-1"));
    shop.pod("db", STALE, AGENT, shop.owned("StatefulSet", "db"));
    String[] flags = {"--publish-wait=PT1S", "--retire-wait=PT3S", "--restart-settling=PT1S"};
    try (Service _ = start(flags)) {
      WithController.soon("granted", () -> fleet.mayRead("cart", "fargate-1"));
      WithController.soon("registered", () -> hand.there(Thing.OPT_IN) && hand.there(Thing.STABLE));
      hand.added(Thing.AUTOMATIC);
      hand.added(Thing.OPT_IN);
      hand.patch(Thing.STABLE, "{\"spec\":{\"externalIPs\":[\"192.0.2.1\"]}}");
      fleet.delete("cart");
      WithController.soon("both are restarted", () -> rolled(shop, "deployment", "web"));
      WithController.soon("both are restarted", () -> rolled(shop, "statefulset", "db"));
    }
    kubectl.run("delete", "service", "cluster-agent-stable", "-n", "datadog");
    kubectl.apply(
        "{apiVersion: v1, kind: Service, metadata: {name: taken, namespace: datadog}, spec: {clusterIP: 172.20.0.77, ports: [{port: 80}]}}");
    fleet.pod("denied", "cart", "fargate-2");
    try (Service _ =
        start("--automatic=false", "--kubelet-access=off", "--stable-address=172.20.0.77")) {
      var _ = cluster.command("fargate-injector", "status", "fargate-injector-controller");
      usesAll("eksbridge/fargate-injector-controller");
    }
    try (Service _ = start()) {
      for (Thing thing : List.of(Thing.AUTOMATIC, Thing.STABLE, Thing.MEMORY)) {
        WithController.soon("made: " + thing, () -> hand.there(thing));
      }
      WithController.soon("granted", () -> fleet.mayRead("cart", "fargate-2"));
    }

    hook("fargate-injector", "fargate-injector-cleanup");

    usesAll("eksbridge/fargate-injector-cleanup");
  }

  @Test
  void tokenSyncAndWhatCleansUpAfterItUseAllTheirRights() throws Exception {
    hand.secret("elsewhere", "datadog-secret", "another", "value");
    hand.secret("held", "datadog-secret", "token", "of somebody else");
    try (Service _ = cluster.start("token-sync", "token-sync", "--lease-duration=6s")) {
      hand.copied("shop", TOKEN);
      kubectl.run("label", "namespace", "elsewhere", "held", "eksbridge.io/fargate=enabled");
      hand.copied("elsewhere", TOKEN);
      hand.secret("next", "next", "token", NEXT);
      hand.copied("shop", NEXT);
      hand.holds("datadog", "datadog-cluster-agent", NEXT);
      hand.secret("keys", "datadog", "api-key", "not good");
      hand.secret("datadog", "datadog-cluster-agent", "token", "not good");
      hand.told("keys");
      hand.told("datadog");
      kubectl.run("label", "namespace", "shop", "--overwrite", "eksbridge.io/fargate=no");
      var _ = cluster.command("token-sync", "status", "token-sync");
      WithController.soon(
          "it is gone",
          () -> api.ask("GET", hand.copy("shop")).statusCode() == HttpURLConnection.HTTP_NOT_FOUND);
    }
    hand.secret("keys", "datadog", "api-key", KEY);
    hand.secret("datadog", "datadog-cluster-agent", "token", NEXT);
    try (Service _ = cluster.start("token-sync", "token-sync", "--access=consent")) {
      usesAll("eksbridge/token-sync");
    }

    hook("token-sync", "token-sync-cleanup", "--lease-duration=6s");

    usesAll("eksbridge/token-sync-cleanup");
  }

  /// It asks for all that it may do, in time, and for nothing else.
  private static void usesAll(String account) throws IOException, InterruptedException {
    var _ = WithController.eventually(() -> unused(account).isEmpty());
    assertThat(unused(account)).as("rights that nothing uses").isEmpty();
    assertThat(cluster.refused(account)).as("asked for without the right").isEmpty();
  }

  private static List<Right> unused(String account) throws IOException {
    return cluster.unused(account).stream()
        .filter(right -> !NOT_ASKED_FOR.containsKey(right.toString()))
        .toList();
  }

  private static Service start(String... flags) throws Exception {
    return cluster.start("fargate-injector", "fargate-injector-controller", flags);
  }

  private static void hook(String chart, String job, String... flags) throws Exception {
    String access = "--kubeconfig=" + kubectl.kubeconfigOf("eksbridge", job);
    var all = Stream.concat(Stream.of(access), Stream.of(flags));
    var _ = cluster.hook(chart, job, all.toArray(String[]::new));
  }

  /// Was restarted, and its rollout ends: its pod is gone.
  private static boolean rolled(Shop shop, String kind, String name)
      throws IOException, InterruptedException {
    if (shop.restarted(kind, name).isEmpty()) {
      return false;
    }
    shop.complete(kind, name);
    kubectl.run("delete", "pod", name, "-n", "shop", "--force", "--ignore-not-found");
    return true;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.inject.verdict.ClusterView.Credentials;
import io.eksbridge.inject.verdict.ClusterView.SecretView;
import io.eksbridge.inject.verdict.NamespaceView;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WatchesTest extends WatchingInjector {
  private static final String LEASE = "eksbridge-token-sync";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        BOTH_KEYS + "| | PRESENT",
        "'managedFields':[{'fieldsV1':{'f:data':{'f:api-key':{}}}}] | | WITHOUT_TOKEN",
        "'managedFields':[{'fieldsV1':{'f:metadata':{'f:labels':{}}}}] | | WITHOUT_API_KEY",
        "'labels':{'eksbridge.io/copy':'true'} | | PRESENT",
        "'labels':{'eksbridge.io/copy':'false'} | | UNKNOWN",
        "'uid':'x' | ,'data':{'api-key':'AAAA','token':'AAAA'} | PRESENT",
        "'uid':'x' | ,'data':{'api-key':'AAAA'} | WITHOUT_TOKEN",
        "'uid':'x' | | UNKNOWN",
      })
  void theKeysAreKnownFromTheMetadataOrFromOurLabel(
      String metadata, String content, Credentials credentials) throws IOException {
    server.shows(SECRETS, "7", secret("shop", metadata, content == null ? "" : content));
    try (ApplicationContext context = injector()) {
      var state = synced(context);

      assertThat(credentials(state, "shop")).isEqualTo(credentials);
      assertThat(credentials(state, "other")).isEqualTo(Credentials.MISSING);
    }
  }

  @Test
  void changesAreFollowed() throws IOException {
    server.shows(SECRETS, "7");
    server.shows(STABLE, "7");
    server.shows(OWN, "7", service(OWN, "172.20.9.9"));
    try (ApplicationContext context = injector()) {
      var state = synced(context);
      assertThat(ip(state)).isEqualTo("172.20.9.9");

      server.tells(SECRETS, event("ADDED", secret("shop", BOTH_KEYS, "")));
      server.tells(STABLE, event("ADDED", service(STABLE, "172.20.1.1")));

      until(() -> credentials(state, "shop") == Credentials.PRESENT);
      until(() -> ip(state).equals("172.20.1.1"));

      server.tells(SECRETS, event("DELETED", secret("shop", BOTH_KEYS, "")));
      server.tells(STABLE, event("DELETED", service(STABLE, "172.20.1.1")));

      until(() -> credentials(state, "shop") == Credentials.MISSING);
      until(() -> ip(state).equals("172.20.9.9"));
    }
  }

  @Test
  void aHeadlessServiceGivesNoAddress() throws IOException {
    server.shows(OWN, "7", service(OWN, "None"));
    try (ApplicationContext context = injector()) {
      assertThat(synced(context).view("shop").endpoint()).isEmpty();
    }
  }

  @Test
  void theOperatorsIpWins() throws IOException {
    server.shows(STABLE, "7", service(STABLE, "172.20.1.1"));
    try (ApplicationContext context =
        injector(Map.of("fargate-injector.cluster-agent-ip", "10.0.0.1"))) {
      assertThat(ip(synced(context))).isEqualTo("10.0.0.1");
    }
  }

  @Test
  void aWatchThatEndsGoesOnFromItsLastVersion() throws IOException {
    server.shows(SECRETS, "7");
    try (ApplicationContext context = injector()) {
      synced(context);
      server.tells(SECRETS, "{'type':'BOOKMARK','object':{'metadata':{'resourceVersion':'12'}}}");
      server.tells(SECRETS, FakeApiServer.END);

      until(() -> server.watchedFrom.contains("datadog-secret@12"));
      assertThat(failures(context)).isZero();
    }
  }

  @Test
  void aVersionThatIsTooOldIsListedAgain() throws IOException {
    server.shows(SECRETS, "7");
    try (ApplicationContext context = injector()) {
      var state = synced(context);
      server.shows(SECRETS, "99", secret("shop", BOTH_KEYS, ""));

      server.tells(SECRETS, "{'type':'ERROR','object':{'kind':'Status','code':410}}");

      until(() -> credentials(state, "shop") == Credentials.PRESENT);
      until(() -> server.watchedFrom.contains("datadog-secret@99"));
    }
  }

  @Test
  void whatIsNoEventIsAFailureAndIsListedAgain() throws IOException {
    server.shows(SECRETS, "7");
    try (ApplicationContext context = injector()) {
      var state = synced(context);
      server.shows(SECRETS, "8", secret("shop", BOTH_KEYS, ""));

      server.tells(SECRETS, "{'type':'ADDED',,,");

      until(() -> credentials(state, "shop") == Credentials.PRESENT);
      assertThat(failures(context)).isPositive();
    }
  }

  @Test
  void whatIsKnownIsKeptWhileTheServerIsAway() throws IOException {
    server.shows(SECRETS, "7", secret("shop", BOTH_KEYS, ""));
    try (ApplicationContext context = injector()) {
      var state = synced(context);
      server.answersWith(503);
      server.tells(SECRETS, FakeApiServer.END);

      until(() -> failures(context) > 0);
      assertThat(credentials(state, "shop")).isEqualTo(Credentials.PRESENT);

      server.shows(SECRETS, "8");
      server.answersWith(200);
      until(() -> credentials(state, "shop") == Credentials.MISSING);
    }
  }

  @Test
  void onlyMetadataOfSecretsIsAskedFor() throws IOException {
    try (ApplicationContext context = injector()) {
      synced(context);

      assertThat(server.accepted)
          .filteredOn(line -> line.startsWith("/api/v1/secrets "))
          .isNotEmpty()
          .allMatch(line -> line.contains("as=PartialObjectMetadata"));
    }
  }

  @Test
  void theLabelsOfNamespacesAreFollowed() throws IOException {
    server.shows("", "7", namespace("shop", "'team':'a'"));
    try (ApplicationContext context = injector()) {
      var state = synced(context);
      assertThat(state.view("shop").namespace())
          .isEqualTo(NamespaceView.of("shop", Map.of("team", "a")));
      assertThat(state.view("new").namespace()).isEqualTo(NamespaceView.unknown("new"));

      server.tells("", event("ADDED", namespace("new", "'team':'b'")));
      until(() -> state.view("new").namespace().known());
      server.tells("", event("DELETED", namespace("new", "'team':'b'")));
      until(() -> !state.view("new").namespace().known());
    }
  }

  @Test
  void aLeaseThatIsRenewedSaysThatTokenSyncIsAtWork() throws IOException {
    server.shows(LEASE, "7", lease("bridge-0", "2020-01-01T00:00:00.000000Z"));
    try (ApplicationContext context =
        injector(Map.of("fargate-injector.token-sync-namespace", "bridge"))) {
      var state = synced(context);
      assertThat(state.view("shop").copied()).as("renewed long ago").isEmpty();

      server.tells(LEASE, event("MODIFIED", lease("bridge-0", "2020-01-01T00:00:05.000000Z")));
      until(() -> state.view("shop").copied().contains("datadog-secret"));
      server.tells(LEASE, event("MODIFIED", lease("", "2020-01-01T00:00:09.000000Z")));
      until(() -> state.view("shop").copied().isEmpty());
    }
  }

  @Test
  void eachSecretThatAProfileNamesIsWatchedByItsName() throws IOException {
    Path profiles =
        Files.writeString(
            files.resolve("profiles.yaml"),
            "[{name: go, match: {namespaces: [shop]}, secret: {name: go-secrets}}]");
    server.shows(
        "go-secrets",
        "7",
        secret("shop", "'uid':'x'", ",'data':{'a':'','b':''}")
            .replace("datadog-secret", "go-secrets"));
    try (ApplicationContext context =
        injector(Map.of("fargate-injector.profiles", profiles.toString()))) {
      assertThat(synced(context).view("shop").secrets())
          .containsEntry("go-secrets", new SecretView.Holding(Set.of("a", "b")))
          .containsEntry("datadog-secret", new SecretView.Absent());
    }
  }

  @Test
  void aSecretByTheNameOfAProfileIsWaitedForOnceTokenSyncHasMadeOneAnywhere() throws IOException {
    Path profiles =
        Files.writeString(
            files.resolve("profiles.yaml"),
            "[{name: go, match: {namespaces: ['go-*']}, secret: {name: go-secrets}}]");
    server.shows(LEASE, "7", lease("bridge-0", Instant.now().toString()));
    try (ApplicationContext context =
        injector(
            Map.of(
                "fargate-injector.profiles",
                profiles.toString(),
                "fargate-injector.token-sync-namespace",
                "bridge"))) {
      var state = synced(context);
      until(() -> state.view("go-b").copied().equals(Set.of("datadog-secret")));

      String copy =
          secret("go-a", "'uid':'x','labels':{'eksbridge.io/copy':'true'}", "")
              .replace("datadog-secret", "go-secrets");
      server.tells("go-secrets", event("ADDED", copy));
      until(() -> state.view("go-b").copied().contains("go-secrets"));

      server.tells("go-secrets", event("DELETED", copy));
      until(() -> !state.view("go-b").copied().contains("go-secrets"));
    }
  }

  private static String namespace(String name, String labels) {
    return "{'metadata':{'name':'%s','labels':{%s}}}".formatted(name, labels);
  }

  private static String lease(String holder, String renewed) {
    return ("{'metadata':{'name':'eksbridge-token-sync','namespace':'bridge'},'spec':"
            + "{'holderIdentity':'%s','leaseDurationSeconds':3600,'renewTime':'%s'}}")
        .formatted(holder, renewed);
  }
}

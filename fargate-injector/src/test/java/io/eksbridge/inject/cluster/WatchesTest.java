// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.inject.verdict.ClusterView.Credentials;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WatchesTest extends WatchingInjector {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        BOTH_KEYS + "| | PRESENT",
        "'managedFields':[{'fieldsV1':{'f:data':{'f:api-key':{}}}}] | | MISSING",
        "'managedFields':[{'fieldsV1':{'f:metadata':{'f:labels':{}}}}] | | MISSING",
        "'labels':{'eksbridge.io/copy':'true'} | | PRESENT",
        "'labels':{'eksbridge.io/copy':'false'} | | UNKNOWN",
        "'uid':'x' | ,'data':{'api-key':'AAAA','token':'AAAA'} | PRESENT",
        "'uid':'x' | ,'data':{'api-key':'AAAA'} | MISSING",
        "'uid':'x' | | UNKNOWN",
      })
  void theKeysAreKnownFromTheMetadataOrFromOurLabel(
      String metadata, String content, Credentials credentials) throws IOException {
    server.shows(SECRETS, "7", secret("shop", metadata, content == null ? "" : content));
    try (ApplicationContext context = injector()) {
      var state = synced(context);

      assertThat(state.view("shop").credentials()).isEqualTo(credentials);
      assertThat(state.view("other").credentials()).isEqualTo(Credentials.MISSING);
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

      until(() -> state.view("shop").credentials() == Credentials.PRESENT);
      until(() -> ip(state).equals("172.20.1.1"));

      server.tells(SECRETS, event("DELETED", secret("shop", BOTH_KEYS, "")));
      server.tells(STABLE, event("DELETED", service(STABLE, "172.20.1.1")));

      until(() -> state.view("shop").credentials() == Credentials.MISSING);
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

      until(() -> state.view("shop").credentials() == Credentials.PRESENT);
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

      until(() -> state.view("shop").credentials() == Credentials.PRESENT);
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
      assertThat(state.view("shop").credentials()).isEqualTo(Credentials.PRESENT);

      server.shows(SECRETS, "8");
      server.answersWith(200);
      until(() -> state.view("shop").credentials() == Credentials.MISSING);
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
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eksbridge.inject.Names;
import io.eksbridge.inject.PolicyOf;
import io.eksbridge.inject.Require;
import io.eksbridge.inject.verdict.ClusterView.SecretView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A pod that comes before the Secret that its sidecar reads.
final class FirstPodTest {
  private static final Policy POLICY = PolicyOf.flags();
  private static final String FARGATE = "'schedulerName':'fargate-scheduler'";
  private static final String CONTAINERS = "'containers':[{'name':'web','image':'nginx'}]";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "true,  'eksbridge.io/fargate=enabled',  FARGATE_SCHEDULER",
    "true,  'team=a',                        CREDENTIALS_MISSING",
    "true,  'eksbridge.io/fargate=disabled', NAMESPACE_OPTED_OUT",
    "false, 'eksbridge.io/fargate=enabled',  CREDENTIALS_MISSING",
  })
  void theFirstPodOfANamespaceIsInjectedWhereTokenSyncIsAboutToMakeItsCopy(
      boolean copying, String labels, Reason reason) {
    var cluster =
        new ClusterView(
            Optional.empty(),
            NamespaceView.of("shop", Require.labels("test", labels)),
            Map.of(Names.COPY_SECRET, new SecretView.Absent()),
            copying ? Set.of(Names.COPY_SECRET) : Set.of(),
            false);
    var pod = view("{'metadata':{},'spec':{%s,%s}}".formatted(FARGATE, CONTAINERS), "shop");

    assertThat(Rules.decide(pod, cluster, POLICY).reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "true,  'eksbridge.io/fargate=enabled', FARGATE_SCHEDULER",
    "true,  'team=a',                       CREDENTIALS_MISSING",
    "false, 'eksbridge.io/fargate=enabled', CREDENTIALS_MISSING",
  })
  void soIsOneWhoseProfileReadsAnotherSecretWhereTokenSyncMakesThatToo(
      boolean made, String labels, Reason reason) throws IOException {
    Path profiles =
        Files.writeString(folder.resolve("p.yaml"), "[{name: go, secret: {name: go-secrets}}]");
    var cluster =
        new ClusterView(
            Optional.empty(),
            NamespaceView.of("shop", Require.labels("test", labels)),
            Map.of("go-secrets", new SecretView.Absent()),
            made ? Set.of(Names.COPY_SECRET, "go-secrets") : Set.of(Names.COPY_SECRET),
            false);
    var pod = view("{'metadata':{},'spec':{%s,%s}}".formatted(FARGATE, CONTAINERS), "shop");

    assertThat(Rules.decide(pod, cluster, PolicyOf.flags("--profiles=" + profiles)).reason())
        .isEqualTo(reason);
  }

  @Test
  void aSecretThatLacksAKeyIsNotWaitedFor() {
    var cluster =
        new ClusterView(
            Optional.empty(),
            NamespaceView.of("shop", Map.of(Names.FARGATE_KEY, "enabled")),
            Map.of(Names.COPY_SECRET, new SecretView.Holding(Set.of(Names.API_KEY))),
            Set.of(Names.COPY_SECRET),
            false);
    var pod = view("{'metadata':{},'spec':{%s,%s}}".formatted(FARGATE, CONTAINERS), "shop");

    assertThat(Rules.decide(pod, cluster, POLICY).reason()).isEqualTo(Reason.TOKEN_MISSING);
    assertThat(Rules.decide(pod, cluster, PolicyOf.flags("--address=none")).reason())
        .as("without a cluster agent the API key is enough")
        .isEqualTo(Reason.FARGATE_SCHEDULER);
  }

  private static PodView view(String pod, String namespace) {
    try {
      return new PodView(new ObjectMapper().readTree(pod.replace('\'', '"')), namespace);
    } catch (JsonProcessingException badTest) {
      throw new AssertionError(badTest);
    }
  }
}

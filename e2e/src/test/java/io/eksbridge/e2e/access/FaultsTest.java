// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.parts.ApiClient;
import io.eksbridge.parts.Child;
import io.eksbridge.parts.Given;
import io.eksbridge.parts.Patience;
import io.eksbridge.parts.RealApiServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Grants while things go away: the API server, a namespace, a ServiceAccount. Two controllers work
/// on a real API server.
final class FaultsTest {
  /// How long nobody answers: `-Daway=PT1M` for a whole minute.
  private static final Duration AWAY = Duration.parse(System.getProperty("away", "PT7S"));

  private static final int WATCHES = 20; // of each controller: each is begun again, ever later
  private static final int ACCOUNTS = 4;
  private static final int PODS = 8;

  @TempDir Path folder;
  private RealApiServer server;
  private ApiClient api;
  private Replicas replicas;
  private Fleet fleet;
  private Proof proof;

  @BeforeEach
  void podsThatReadTheirKubelets() throws Exception {
    Given.apiServer();
    Given.layout("fargate-injector");
    server = RealApiServer.start(folder);
    api = ApiClient.of(server.kubeconfig());
    replicas = new Replicas(folder, server.kubeconfig());
    fleet = new Fleet(List.of(api));
    proof = new Proof(api);
    fleet.accounts(ACCOUNTS);
    for (int pod = 0; pod < PODS; pod++) {
      fleet.start(pod % ACCOUNTS, pod);
    }
    until(() -> proof.exact(fleet.pods().values()));
  }

  @AfterEach
  void end() {
    replicas.close();
    api.close();
    server.close();
  }

  @Test
  void whatHappenedAroundATimeWithoutAnApiServerIsMadeGoodWithFewWrites() throws Exception {
    fleet.end(1); // it may be known, or not, when the API server goes
    server.leave();
    long before = replicas.lines();
    assertThat(Patience.until(AWAY, () -> false)).isFalse();
    long lines = replicas.lines() - before;
    server.comeBack();
    fleet.end(0);
    fleet.end(5);
    fleet.start(0, PODS);

    until(() -> proof.exact(fleet.pods().values()));

    assertThat(proof.wrong(fleet.pods().values())).isEmpty();
    assertThat(proof.writes()).as("since it came back").isLessThanOrEqualTo(4 * 4);
    assertThat(lines).as("lines of both logs").isLessThan(2 * WATCHES * (6 + AWAY.toSeconds() / 8));
    assertThat(replicas.kills()).isZero();
  }

  @Test
  void anAccountThatIsDeletedUnderItsPodsIsLeftWithNothingOnceTheyHaveEnded() throws Exception {
    fleet.deleteAccount(1);
    fleet.start(0, PODS); // so that there is something to be written
    fleet.end(1);

    until(() -> proof.exact(fleet.pods().values()));

    fleet.endAll(1);
    until(() -> proof.exact(fleet.pods().values()));
    assertThat(proof.wrong(fleet.pods().values())).isEmpty();
  }

  @Test
  void aNamespaceThatIsDeletedInMidChangeAndComesAgainReadsOnlyItsNewNodes() throws Exception {
    long before = proof.writes();
    fleet.deleteNamespace(0);
    fleet.end(2);
    until(() -> proof.exact(fleet.pods().values()));
    for (int account = 0; account < ACCOUNTS; account++) {
      fleet.endAll(account);
    }
    fleet.finish(0);
    until(() -> proof.left() == 0);

    fleet.accounts(ACCOUNTS);
    fleet.start(3, PODS + 1);

    until(() -> proof.exact(fleet.pods().values()));
    assertThat(proof.wrong(fleet.pods().values())).isEmpty();
    assertThat(proof.writes() - before).isLessThanOrEqualTo(6 * ACCOUNTS);
  }

  private static void until(Child.Check check) throws Exception {
    boolean holds = false;
    for (int turn = 0; turn < 4 && !holds; turn++) {
      holds = Patience.until(check);
    }
    assertThat(holds).isTrue();
  }
}

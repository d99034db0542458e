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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChurnTest {
  @TempDir Path folder;

  @Test
  void whoeverIsKilledMeanwhileEachPodReadsItsOwnKubeletOnlyAndNothingIsLeft() throws Exception {
    Given.apiServer();
    Given.layout("fargate-injector");

    Churn.Result result = new Churn(200, 20, 4, Duration.ofSeconds(5)).play();

    assertThat(result.wrong()).isEmpty();
    assertThat(result.left()).isZero();
    assertThat(result.kills()).isEqualTo(4);
    assertThat(result.writes()).isPositive().isLessThan(4L * result.events());
  }

  @Test
  void whatHappenedWhileNoApiServerAnsweredIsMadeGood() throws Exception {
    Given.apiServer();
    Given.layout("fargate-injector");
    try (RealApiServer server = RealApiServer.start(folder);
        ApiClient api = ApiClient.of(server.kubeconfig());
        var replicas = new Replicas(folder, server.kubeconfig())) {
      var fleet = new Fleet(List.of(api));
      var proof = new Proof(api);
      fleet.accounts(4);
      for (int pod = 0; pod < 8; pod++) {
        fleet.start(pod % 4, pod);
      }
      until(() -> proof.exact(fleet.pods().values()));

      server.restart(); // neither controller knows yet that it was away
      fleet.end(0);
      fleet.end(5);
      fleet.start(0, 8);

      until(() -> proof.exact(fleet.pods().values()));
      assertThat(proof.wrong(fleet.pods().values())).isEmpty();
      assertThat(replicas.kills()).isZero();
    }
  }

  private static void until(Child.Check check) throws Exception {
    boolean holds = false;
    for (int turn = 0; turn < 4 && !holds; turn++) {
      holds = Patience.until(check);
    }
    assertThat(holds).isTrue();
  }
}

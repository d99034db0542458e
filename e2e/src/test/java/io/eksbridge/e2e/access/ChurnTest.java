// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.parts.Given;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ChurnTest {
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
}

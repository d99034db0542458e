// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.node.health.HealthCheck.Finding;
import io.eksbridge.node.health.HealthCheck.Question;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HealthAnswerTest {
  private static final HealthCheck WELL =
      new Fixed("socket", Question.READINESS, new Finding(true, Map.of()));
  private static final HealthCheck ILL =
      new Fixed("kubelet", Question.READINESS, new Finding(false, Map.of("registered", false)));
  private static final HealthCheck DEAD =
      new Fixed("probe", Question.LIVENESS, new Finding(false, Map.of()));

  private record Fixed(String name, Question question, Finding look) implements HealthCheck {}

  @Test
  void upIsWhereAllAreUp() {
    assertThat(HealthAnswer.of(List.of(WELL, DEAD), Question.READINESS).status()).isEqualTo(200);
  }

  @Test
  void oneThatIsDownMakesAllDownAndIsNamedWithItsDetails() {
    HealthAnswer answer = HealthAnswer.of(List.of(WELL, ILL), Question.READINESS);

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body())
        .contains("\"status\":\"DOWN\"", "\"kubelet\":{", "\"registered\":false", "\"socket\":{")
        .startsWith("{")
        .endsWith("}");
  }

  @Test
  void aQuestionIsAnsweredByThoseThatHaveASayInIt() {
    HealthAnswer answer = HealthAnswer.of(List.of(WELL, ILL, DEAD), Question.LIVENESS);

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body()).contains("probe").doesNotContain("kubelet", "socket");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.taint;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.node.taint.Untainting.Gone;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UntaintingTest {
  private static final String DRIVER_KEY = StartupTaint.driverKey("k8s.csi.datadoghq.com");
  private static final Map<String, StartupTaint> BOTH =
      Map.of(DRIVER_KEY, StartupTaint.DRIVER, StartupTaint.AGENT_KEY, StartupTaint.AGENT);
  private static final Taint OWN = taint(DRIVER_KEY, "", "NoExecute");
  private static final Taint AGENT = taint(StartupTaint.AGENT_KEY, "presence", "NoSchedule");
  private static final Taint OTHER = taint("dedicated", "gpu", "NoSchedule");

  @Test
  void aNodeWithoutOurTaintsIsLeftAlone() {
    assertThat(Untainting.decide(List.of(OTHER), BOTH, true, true))
        .isEqualTo(new Untainting.Nothing());
  }

  @Test
  void theDriversTaintStaysUntilTheKubeletHasRegisteredIt() {
    assertThat(Untainting.decide(List.of(OWN, OTHER), BOTH, false, true))
        .isEqualTo(new Untainting.Wait(List.of(StartupTaint.DRIVER)));
  }

  @ParameterizedTest
  @CsvSource({"'', NoExecute", "true, NoSchedule", "anything, PreferNoSchedule"})
  void theDriversTaintGoesWhateverItsValueAndEffect(String value, String effect) {
    Taint own = taint(DRIVER_KEY, value, effect);

    assertThat(Untainting.decide(List.of(OTHER, own), BOTH, true, false))
        .isEqualTo(
            new Untainting.Remove(
                List.of(OTHER, own), List.of(OTHER), List.of(new Gone(own, StartupTaint.DRIVER))));
  }

  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false"})
  void theAgentsTaintStaysUntilTheDriverIsRegisteredAndTheAgentAnswers(
      boolean registered, boolean answers) {
    assertThat(Untainting.decide(List.of(AGENT), BOTH, registered, answers))
        .isEqualTo(new Untainting.Wait(List.of(StartupTaint.AGENT)));
  }

  @Test
  void theDriversTaintDoesNotWaitForTheAgents() {
    assertThat(Untainting.decide(List.of(OWN, AGENT), BOTH, true, false))
        .isEqualTo(
            new Untainting.Remove(
                List.of(OWN, AGENT), List.of(AGENT), List.of(new Gone(OWN, StartupTaint.DRIVER))));
  }

  @Test
  void bothGoTogether() {
    assertThat(Untainting.decide(List.of(AGENT, OTHER, OWN), BOTH, true, true))
        .isEqualTo(
            new Untainting.Remove(
                List.of(AGENT, OTHER, OWN),
                List.of(OTHER),
                List.of(new Gone(AGENT, StartupTaint.AGENT), new Gone(OWN, StartupTaint.DRIVER))));
  }

  @Test
  void aTaintThatIsNotAskedForIsSomeoneElses() {
    assertThat(
            Untainting.decide(List.of(AGENT), Map.of(DRIVER_KEY, StartupTaint.DRIVER), true, true))
        .isEqualTo(new Untainting.Nothing());
  }

  @Test
  void aTaintIsToldAsKubectlTellsIt() {
    assertThat(List.of(OWN.words(), AGENT.words()))
        .containsExactly(
            "k8s.csi.datadoghq.com/agent-not-ready:NoExecute",
            "agent.datadoghq.com/not-ready=presence:NoSchedule");
  }

  private static Taint taint(String key, String value, String effect) {
    return new Taint(
        value.isEmpty()
            ? Map.of("key", key, "effect", effect)
            : Map.of("key", key, "value", value, "effect", effect));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.node.csi.Answering;
import io.eksbridge.node.kubelet.Upkeep.Seen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class UpkeepTest {
  @ParameterizedTest
  @CsvSource({
    "OURS, true, true, Nothing",
    "OURS, true, false, Nothing",
    "OURS, false, false, Nothing",
    "OURS, false, true, Offer",
    "ABSENT, true, false, Offer",
    "ABSENT, false, false, Offer",
    "LEFTOVER, true, false, Offer",
    "ANOTHERS, true, false, Yield",
    "ANOTHERS, false, true, Yield"
  })
  void whoeverServesTheRegistrationSeesToTheLink(
      PluginLink.State link, boolean registered, boolean due, String expected) {
    var seen = new Seen(Answering.THIS, Answering.THIS, link, registered, due);

    assertThat(Upkeep.decide(seen).getClass().getSimpleName()).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void anInstanceThatWasReplacedLeavesTheLinkAlone(PluginLink.State link) {
    for (Answering csi : new Answering[] {Answering.THIS, Answering.ANOTHER}) {
      var seen = new Seen(csi, Answering.ANOTHER, link, false, true);

      assertThat(Upkeep.decide(seen)).isEqualTo(new Upkeep.Nothing());
    }
  }

  @Test
  void whereNobodyAnswersTheSocketsAreTakenBackBeforeAllElse() {
    for (Answering other : Answering.values()) {
      for (PluginLink.State link : PluginLink.State.values()) {
        assertThat(Upkeep.decide(new Seen(Answering.NOBODY, other, link, true, true)))
            .isEqualTo(new Upkeep.TakeBack());
        assertThat(Upkeep.decide(new Seen(other, Answering.NOBODY, link, true, true)))
            .isEqualTo(new Upkeep.TakeBack());
      }
    }
  }
}

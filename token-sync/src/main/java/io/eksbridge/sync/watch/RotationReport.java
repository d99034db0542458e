// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import io.eksbridge.sync.TokenSyncConfig;
import io.eksbridge.sync.kube.ApplyResult;
import io.eksbridge.sync.kube.Events;
import io.eksbridge.sync.plan.Reference;
import io.eksbridge.sync.rotation.AgentAnswer;
import io.eksbridge.sync.rotation.Phase;
import io.eksbridge.sync.rotation.Rotation;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells how a rotation goes: in the log, in metrics, and beside the source's Secret where somebody
/// must act.
@Singleton
final class RotationReport {
  private static final Logger LOGGER = LoggerFactory.getLogger(RotationReport.class);

  private final Events events;
  private final SyncMetrics metrics;
  private final Reference token;
  private boolean flaps;

  RotationReport(Events events, SyncMetrics metrics, TokenSyncConfig config) {
    this.events = events;
    this.metrics = metrics;
    this.token = config.token();
  }

  void phase(Rotation rotation) {
    metrics.phase(rotation.phase(), rotation.late());
  }

  void answer(AgentAnswer answer) {
    metrics.answer(answer);
  }

  void moved(Rotation from, Rotation to) {
    long ms = from.since() == 0 ? 0 : to.since() - from.since();
    boolean loud = to.late() && !from.late();
    LOGGER
        .atLevel(loud ? org.slf4j.event.Level.ERROR : org.slf4j.event.Level.INFO)
        .addKeyValue("phase", to.phase())
        .addKeyValue("before", from.phase())
        .addKeyValue("ms", ms)
        .addKeyValue("target", to.target())
        .log("rotation: {}", loud ? late(to.phase()) : to.phase().sentence());
    if (loud) {
      events.warn(token.namespace(), token.name(), "TokenNotAccepted", late(to.phase()));
    }
  }

  void switched(ApplyResult result) {
    LOGGER
        .atLevel(
            result instanceof ApplyResult.Applied
                ? org.slf4j.event.Level.INFO
                : org.slf4j.event.Level.WARN)
        .addKeyValue("source", token.toString())
        .addKeyValue("result", result.word())
        .log("next token put into the cluster agent's Secret");
  }

  void flapping(boolean now, int changes, boolean byHelm) {
    metrics.flapping(now);
    if (now && !flaps) {
      String sentence =
          "The token of this Secret changed "
              + changes
              + " times in a short while"
              + (byHelm
                  ? ": Helm makes a new one at each render; set clusterAgent.tokenExistingSecret"
                  : "; give the cluster agent a Secret of its own that stays");
      LOGGER.atWarn().addKeyValue("source", token.toString()).log("source flaps: {}", sentence);
      events.warn(token.namespace(), token.name(), "SourceFlaps", sentence);
    }
    flaps = now;
  }

  private static String late(Phase phase) {
    return switch (phase) {
      case SPREADING ->
          "The cluster agent did not accept the source's token in time: it is spread all the same."
              + " Restart the cluster agent, or see why it runs with another token";
      case CONFIRMING ->
          "The cluster agent has not taken the next token in time: restart it, then the Agents and"
              + " the cluster check runners";
      case SETTLED, WAITING, SWITCHING -> phase.sentence();
    };
  }
}

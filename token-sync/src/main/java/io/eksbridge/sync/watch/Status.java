// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import io.eksbridge.startup.ExitCode;
import io.eksbridge.sync.Scope;
import io.eksbridge.sync.kube.Leadership;
import io.eksbridge.sync.plan.Change;
import io.eksbridge.sync.plan.Source;
import io.eksbridge.sync.rotation.Consumer.Stale;
import io.eksbridge.sync.rotation.Phase;
import io.eksbridge.sync.rotation.Rotation;
import io.micronaut.context.annotation.Prototype;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How things stand, read once and with nothing changed.
@Prototype
public final class Status implements Task {
  private static final Logger LOGGER = LoggerFactory.getLogger(Status.class);

  private final Watches watches;
  private final Observed observed;
  private final Rotating rotating;
  private final Reconciler reconciler;
  private final Staleness staleness;
  private final Leadership leadership;
  private final Scope scope;

  Status(
      Watches watches,
      Observed observed,
      Rotating rotating,
      Reconciler reconciler,
      Staleness staleness,
      Leadership leadership,
      Scope scope) {
    this.scope = scope;
    this.watches = watches;
    this.observed = observed;
    this.rotating = rotating;
    this.reconciler = reconciler;
    this.staleness = staleness;
    this.leadership = leadership;
  }

  /// Prints it; 0 when all is as it should be.
  @Override
  public int run(PrintWriter out) {
    try {
      watches.list();
      rotating.load();
      List<Boolean> well = List.of(source(out), rotation(out), copies(out), consumers(out));
      out.println("leader    " + leadership.holder().orElse("none"));
      out.flush();
      return !well.contains(false) ? ExitCode.OK : ExitCode.FAILED;
    } catch (IOException failure) {
      LOGGER
          .atError()
          .addKeyValue("failure", String.valueOf(failure.getMessage()))
          .log("the API server did not tell what there is");
      return ExitCode.FAILED;
    }
  }

  private boolean source(PrintWriter out) {
    return switch (observed.offer().source()) {
      case Source.Good _ -> {
        out.println("sources   good");
        yield true;
      }
      case Source.Held(var why) -> {
        why.forEach((key, hold) -> out.println("sources   " + key + " held " + hold));
        yield false;
      }
    };
  }

  private boolean rotation(PrintWriter out) {
    Rotation state = rotating.state();
    out.println(
        "rotation  "
            + state.phase()
            + (state.late() ? " (late): " : ": ")
            + state.phase().sentence());
    out.println("agent     " + rotating.ask());
    return state.phase() == Phase.SETTLED && !state.late();
  }

  private boolean copies(PrintWriter out) {
    int wanted = 0;
    int settled = 0;
    for (String namespace : observed.namespaces()) {
      for (Outcome outcome : reconciler.plan(namespace)) {
        Change change = outcome.change();
        boolean isTrue = outcome.wanted() && outcome.settled() && change instanceof Change.Leave;
        wanted += outcome.wanted() ? 1 : 0;
        settled += isTrue ? 1 : 0;
        if (!isTrue && (outcome.wanted() || change instanceof Change.Write)) {
          String name = scope.name(outcome.place());
          out.println("copy      " + name + " to " + change.verb() + " " + change.why());
        }
      }
    }
    out.println("copies    " + wanted + " wanted, " + settled + " true");
    return wanted == settled;
  }

  private boolean consumers(PrintWriter out) throws IOException {
    List<Stale> stale = staleness.stale();
    for (Stale each : stale) {
      out.println(
          "stale     %s %s %s %d pods %s"
              .formatted(each.kind(), each.namespace(), each.owner(), each.pods(), each.oldest())
              .strip());
    }
    return stale.isEmpty();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.kubelet;

import io.eksbridge.node.ClusterMetrics;
import io.eksbridge.node.api.NodeTaints;
import io.eksbridge.node.api.Reply;
import io.eksbridge.node.taint.StartupTaint;
import io.eksbridge.node.taint.Taint;
import io.eksbridge.node.taint.Untainting;
import io.eksbridge.node.taint.WatchState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// One watch for startup taints, from a registration until nothing was left to remove for a whole
/// window. What is held, or could not be asked, keeps it going; so does a machine that stood still:
/// only a look can end the watch.
final class TaintWatch {
  private static final Logger LOG = LoggerFactory.getLogger(TaintWatch.class);

  private final NodeTaints node;
  private final Map<String, StartupTaint> ours;
  private final BooleanSupplier registered;
  private final BooleanSupplier agentAnswers;
  private final Consumer<WatchState> state;
  private final ClusterMetrics metrics;
  private final Pace pace;
  private int failures;

  /// What a look at the node came to.
  private enum Look {
    CLEAR,
    REMOVED,
    HELD,
    CHANGED,
    FAILED,
    FORBIDDEN
  }

  TaintWatch(
      NodeTaints node,
      Map<String, StartupTaint> ours,
      BooleanSupplier registered,
      BooleanSupplier agentAnswers,
      Consumer<WatchState> state,
      ClusterMetrics metrics,
      Pace pace) {
    this.node = node;
    this.ours = Map.copyOf(ours);
    this.registered = registered;
    this.agentAnswers = agentAnswers;
    this.state = state;
    this.metrics = metrics;
    this.pace = pace;
  }

  /// Looks until there is nothing more to do; whether the right to do so was missing.
  boolean run() throws InterruptedException {
    long clearSince = System.nanoTime();
    while (true) {
      Look look = look();
      long now = System.nanoTime();
      if (look == Look.FORBIDDEN) {
        state.accept(WatchState.FORBIDDEN);
        return true;
      }
      if (look != Look.CLEAR) {
        clearSince = now;
      } else if (now - clearSince >= pace.window().toNanos()) {
        state.accept(WatchState.DONE);
        return false;
      }
      state.accept(shown(look));
      Thread.sleep(wait(look));
    }
  }

  private static WatchState shown(Look look) {
    return switch (look) {
      case CLEAR, REMOVED, CHANGED, FORBIDDEN -> WatchState.WATCHING;
      case HELD -> WatchState.WAITING_FOR_AGENT;
      case FAILED -> WatchState.UNREACHABLE;
    };
  }

  private Duration wait(Look look) {
    failures = look == Look.FAILED || look == Look.CHANGED ? failures + 1 : 0;
    return failures == 0 ? pace.interval() : pace.afterFailure().after(failures);
  }

  private Look look() {
    try {
      return switch (node.read()) {
        case Reply.Done found -> decided(NodeTaints.taints(found));
        case Reply refused -> refused(refused);
      };
    } catch (IOException | RuntimeException failure) {
      return failed(String.valueOf(failure));
    }
  }

  private Look decided(List<Taint> found) {
    boolean asked = found.stream().anyMatch(taint -> ours.get(taint.key()) == StartupTaint.AGENT);
    boolean answers = asked && agentAnswers.getAsBoolean();
    return switch (Untainting.decide(found, ours, registered.getAsBoolean(), answers)) {
      case Untainting.Nothing _ -> Look.CLEAR;
      case Untainting.Wait _ -> Look.HELD;
      case Untainting.Remove remove -> removed(remove);
    };
  }

  private Look removed(Untainting.Remove remove) {
    Reply reply = node.remove(remove);
    if (!(reply instanceof Reply.Done)) {
      return refused(reply);
    }
    for (Untainting.Gone gone : remove.gone()) {
      metrics.removed(gone.kind());
      LOG.atInfo()
          .addKeyValue("taint", gone.taint().words())
          .addKeyValue("reason", gone.kind().reason())
          .log("removed a startup taint");
    }
    return Look.REMOVED; // others may be held: look again
  }

  private Look refused(Reply reply) {
    return switch (reply) {
      case Reply.Done _ -> Look.CLEAR;
      case Reply.Conflict _ -> Look.CHANGED; // someone else changed the taints: look again
      case Reply.Failed(var why) -> failed(why);
      case Reply.Forbidden(var why) -> {
        LOG.atDebug().addKeyValue("problem", why).log("may not change this node's taints");
        yield Look.FORBIDDEN;
      }
    };
  }

  private Look failed(String why) {
    boolean news = failures == 0 && !Thread.currentThread().isInterrupted();
    LOG.atLevel(news ? Level.WARN : Level.DEBUG)
        .addKeyValue("problem", why)
        .log("cannot look at this node's taints; trying again");
    return Look.FAILED;
  }
}

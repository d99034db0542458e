// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import io.eksbridge.startup.ExitCode;
import io.eksbridge.sync.Scope;
import io.eksbridge.sync.TokenSyncConfig;
import io.eksbridge.sync.kube.ApiFailure;
import io.eksbridge.sync.plan.Change;
import io.eksbridge.sync.plan.Diff;
import io.eksbridge.sync.plan.Source;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One pass over all namespaces, for a Job or a step of a pipeline: a line for each that is to hold
/// a copy or held one, no value in it, and the exit code.
@Singleton
public final class OnePass implements Task {
  private static final Logger LOGGER = LoggerFactory.getLogger(OnePass.class);

  private final Watches watches;
  private final Observed observed;
  private final Rotating rotating;
  private final Reconciler reconciler;
  private final Scope scope;
  private final TokenSyncConfig config;
  private int changes;

  OnePass(
      Watches watches,
      Observed observed,
      Rotating rotating,
      Reconciler reconciler,
      Scope scope,
      TokenSyncConfig config) {
    this.scope = scope;
    this.watches = watches;
    this.rotating = rotating;
    this.observed = observed;
    this.reconciler = reconciler;
    this.config = config;
  }

  /// Makes the pass: 0 when all copies are true, 1 when something is held or failed.
  @Override
  public int run(PrintWriter out) {
    try {
      watches.list();
      rotating.load();
      var _ = rotating.tick();
    } catch (IOException failure) {
      LOGGER
          .atError()
          .addKeyValue(
              "failure",
              failure instanceof ApiFailure
                  ? failure.getMessage()
                  : failure.getClass().getSimpleName())
          .log("the API server did not tell what there is");
      return ExitCode.FAILED;
    }
    boolean settled =
        switch (observed.source()) {
          case Source.Good _ -> true;
          case Source.Held(var why) -> {
            why.forEach((key, hold) -> out.println("source " + key + " held " + hold));
            yield false;
          }
        };
    for (Outcome outcome : lookAtAll()) {
      settled &= outcome.settled();
      changes += outcome.change() instanceof Change.Write ? 1 : 0;
      if (outcome.wanted() || outcome.result().isPresent()) {
        out.println(line(outcome));
      }
    }
    out.flush();
    return settled ? ExitCode.OK : ExitCode.FAILED;
  }

  /// How many changes the pass asked for.
  int changes() {
    return changes;
  }

  private List<Outcome> lookAtAll() {
    try (ExecutorService workers =
        Executors.newFixedThreadPool(config.concurrency(), Thread.ofVirtual().factory())) {
      long now = System.nanoTime();
      var looks = new ArrayList<Future<List<Outcome>>>();
      for (String namespace : observed.namespaces()) {
        looks.add(workers.submit(() -> reconciler.look(namespace, now)));
      }
      var outcomes = new ArrayList<Outcome>();
      for (Future<List<Outcome>> look : looks) {
        outcomes.addAll(look.get());
      }
      return outcomes;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped", stopped);
    } catch (ExecutionException surprise) {
      throw new IllegalStateException("a namespace could not be looked at", surprise);
    }
  }

  private String line(Outcome outcome) {
    String verb = outcome.change().verb() + (config.dryRun() ? " (dry run)" : "");
    String text =
        String.join(
            " ",
            scope.name(outcome.place()),
            verb,
            outcome.change().why().name(),
            outcome.word(),
            outcome.detail(),
            config.dryRun() ? String.join(" ", Diff.of(outcome.change())) : "");
    return text.strip().replaceAll(" +", " ");
  }
}

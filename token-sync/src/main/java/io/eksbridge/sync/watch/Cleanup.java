// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import io.eksbridge.startup.ExitCode;
import io.eksbridge.sync.AccessConfig;
import io.eksbridge.sync.Scope;
import io.eksbridge.sync.kube.ApiFailure;
import io.eksbridge.sync.kube.ApplyResult;
import io.eksbridge.sync.kube.Leadership;
import io.eksbridge.sync.kube.Secrets;
import io.eksbridge.sync.kube.Sight;
import io.eksbridge.sync.plan.Change;
import io.eksbridge.sync.plan.NamespaceView;
import io.eksbridge.sync.plan.Place;
import io.eksbridge.sync.plan.Why;
import io.micronaut.context.annotation.Prototype;
import java.io.IOException;
import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes away what token-sync made, wherever it is: copies of ours are deleted, our keys in other
/// people's Secrets are released. What token-sync runs beside it loses the Lease first, so that
/// nothing is made again.
@Prototype
public final class Cleanup implements Task {
  private static final Logger LOGGER = LoggerFactory.getLogger(Cleanup.class);

  private final Watches watches;
  private final Observed observed;
  private final Secrets secrets;
  private final Leadership leadership;
  private final Scope scope;
  private final boolean byConsent;

  Cleanup(
      Watches watches,
      Observed observed,
      Secrets secrets,
      Leadership leadership,
      Scope scope,
      AccessConfig access) {
    this.leadership = leadership;
    this.scope = scope;
    this.watches = watches;
    this.observed = observed;
    this.secrets = secrets;
    this.byConsent = access.byConsent();
  }

  /// Does so and prints a line for each; 0 when nothing of ours is left.
  @Override
  public int run(PrintWriter out) {
    try {
      leadership.seizeAndWait();
      watches.listCopies();
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
    boolean clean = true;
    for (String namespace : observed.namespaces()) {
      keep();
      for (String secret : scope.secrets()) {
        clean &= clean(new Place(namespace, secret), out);
      }
    }
    out.flush();
    return clean ? ExitCode.OK : ExitCode.FAILED;
  }

  private void keep() {
    try {
      leadership.keep();
    } catch (IOException failure) {
      LOGGER
          .atWarn()
          .addKeyValue("failure", failure.getClass().getSimpleName())
          .log("the Lease was not kept: copies may be made again");
    }
  }

  private boolean clean(Place place, PrintWriter out) {
    NamespaceView view = observed.view(place).orElseThrow();
    if (byConsent && secrets.look(place) instanceof Sight.Seen(var copy)) {
      view = view.with(copy, view.hasPods(), view.lingers());
    }
    if (!(Change.retire(view, Why.CLEANUP) instanceof Change.Write write)) {
      return true;
    }
    ApplyResult result = secrets.perform(place.secret(), write);
    out.println(
        String.join(" ", scope.name(place), write.verb(), result.word(), result.detail()).strip());
    return result instanceof ApplyResult.Applied || result instanceof ApplyResult.NamespaceGone;
  }
}

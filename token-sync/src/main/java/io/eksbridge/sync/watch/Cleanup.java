// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import io.eksbridge.startup.ExitCode;
import io.eksbridge.sync.AccessConfig;
import io.eksbridge.sync.kube.ApplyResult;
import io.eksbridge.sync.kube.Secrets;
import io.eksbridge.sync.kube.Sight;
import io.eksbridge.sync.plan.Change;
import io.eksbridge.sync.plan.NamespaceView;
import io.eksbridge.sync.plan.Why;
import io.micronaut.context.annotation.Prototype;
import java.io.IOException;
import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes away what token-sync made, wherever it is: copies of ours are deleted, our keys in other
/// people's Secrets are released.
@Prototype
public final class Cleanup implements Task {
  private static final Logger LOGGER = LoggerFactory.getLogger(Cleanup.class);

  private final Watches watches;
  private final Observed observed;
  private final Secrets secrets;
  private final boolean byConsent;

  Cleanup(Watches watches, Observed observed, Secrets secrets, AccessConfig access) {
    this.watches = watches;
    this.observed = observed;
    this.secrets = secrets;
    this.byConsent = access.byConsent();
  }

  /// Does so and prints a line for each; 0 when nothing of ours is left.
  @Override
  public int run(PrintWriter out) {
    try {
      watches.list();
    } catch (IOException failure) {
      LOGGER
          .atError()
          .addKeyValue("failure", String.valueOf(failure.getMessage()))
          .log("not listed");
      return ExitCode.FAILED;
    }
    boolean clean = true;
    for (String name : observed.namespaces()) {
      NamespaceView view = observed.view(name).orElseThrow();
      if (byConsent && secrets.look(name) instanceof Sight.Seen(var copy)) {
        view = view.with(copy, view.hasPods(), view.lingers());
      }
      if (Change.retire(view, Why.CLEANUP) instanceof Change.Write write) {
        ApplyResult result = secrets.perform(write);
        out.println(String.join(" ", name, write.verb(), result.word(), result.detail()).strip());
        clean &=
            result instanceof ApplyResult.Applied || result instanceof ApplyResult.NamespaceGone;
      }
    }
    out.flush();
    return clean ? ExitCode.OK : ExitCode.FAILED;
  }
}

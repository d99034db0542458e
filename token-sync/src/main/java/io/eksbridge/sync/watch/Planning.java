// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import io.eksbridge.startup.ExitCode;
import jakarta.inject.Singleton;
import java.io.PrintWriter;

/// The pass that stores nothing: whether there would be anything to do.
@Singleton
public final class Planning implements Task {
  private final OnePass pass;

  Planning(OnePass pass) {
    this.pass = pass;
  }

  /// Prints the pass; 0 when it would change nothing and nothing is held.
  @Override
  public int run(PrintWriter out) {
    int code = pass.run(out);
    return code == ExitCode.OK && pass.changes() > 0 ? ExitCode.FAILED : code;
  }
}

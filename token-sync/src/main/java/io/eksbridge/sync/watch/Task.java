// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import java.io.PrintWriter;

/// What a command does once.
public interface Task {
  /// Does it and prints what came of it; the exit code.
  int run(PrintWriter out);
}

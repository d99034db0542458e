// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import io.eksbridge.node.volume.Problem;
import java.nio.file.Path;

/// The kernel said no.
public final class KernelRefusal extends RuntimeException {
  private final transient Problem.KernelRefused problem;

  /// What was called on which path, and the error's name.
  public KernelRefusal(String call, Path path, String error) {
    super(call + " " + path + ": " + error);
    this.problem = new Problem.KernelRefused(call, path, error);
  }

  /// The same as a value.
  public Problem.KernelRefused problem() {
    return problem;
  }
}

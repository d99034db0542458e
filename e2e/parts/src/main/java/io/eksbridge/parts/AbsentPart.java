// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.parts;

import java.nio.file.Path;

/// A real part that is not there, and how to get it.
public final class AbsentPart extends RuntimeException {
  AbsentPart(String name) {
    super(name + " is not installed: run e2e/parts/install");
  }

  /// Something of ours that is not built.
  AbsentPart(Path built, String command) {
    super(built + " is not there: run " + command);
  }
}

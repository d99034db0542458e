// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.parts;

/// A real part that is not installed, and how to get it.
public final class AbsentPart extends RuntimeException {
  AbsentPart(String name) {
    super(name + " is not installed: run e2e/parts/install");
  }
}

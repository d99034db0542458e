// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node;

import org.opentest4j.TestAbortedException;

/// A mount namespace of the tests' own: src/test/unshared/bin/java says whether there is one.
public final class PrivateMounts {
  private PrivateMounts() {}

  /// Without one the test is skipped with the reason, or fails where `CI` is set.
  public static void required() {
    if ("private".equals(System.getenv("EKSBRIDGE_MOUNTS"))) {
      return;
    }
    String line =
        "needs a private mount namespace: the kernel forbids `unshare -m`, with root and without";
    if (System.getenv("CI") != null) {
      throw new AssertionError(line);
    }
    throw new TestAbortedException(line);
  }
}

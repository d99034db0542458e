// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

/// What came of mounting a live socket in place of a dead one.
public enum Healed {
  /// New containers get the live one.
  REBOUND,
  /// There is no live one yet, another call works on the volume, or it is not stale any more.
  NOT_NOW,
  /// The dead one is gone and the kernel did not mount the live one.
  FAILED
}

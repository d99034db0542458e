// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.csi;

/// Who answers calls on a socket.
public enum Answering {
  /// This process.
  THIS,
  /// Another process, such as the instance that an upgrade started beside this one.
  ANOTHER,
  /// None: there is no socket, or one that a process left when it ended.
  NOBODY
}

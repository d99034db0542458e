// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.startup;

/// A command with classes and native libraries worth loading on another core while its line is
/// parsed and its application is put together.
public interface Ahead {
  /// Loads them, in a thread of its own; [Startup#serve] waits for it.
  void loadAhead();
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.startup;

/// A command with classes and native libraries worth loading on another core while its line is
/// parsed and its application is put together.
public interface Ahead {
  /// Loads them, in a thread of its own; [Startup#serve] waits for it.
  default void loadAhead() {}

  /// Then loads what only the first calls need, in the same thread; nobody waits for it. Of the
  /// JDK's classes only: two threads that initialize others could wait for each other for ever.
  default void loadForCalls() {}
}

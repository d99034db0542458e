// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.controller;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// What a duty leaves in the cluster, for `cleanup`: a bean of that command, in the `@Order` in
/// which things are to go.
public interface Traces {
  /// The order of what must not outlive the rest.
  int FIRST = -100;

  /// All that may be there.
  List<Trace> traces() throws IOException;

  /// One object; it is taken away only where it carries our label.
  ///
  /// @param title as `cleanup` prints it
  /// @param kept why it is to stay; empty to take it away
  record Trace(String title, String path, Optional<String> kept) {
    /// One that is to go.
    public Trace(String title, String path) {
      this(title, path, Optional.empty());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import io.eksbridge.node.volume.Provision;
import io.eksbridge.node.volume.SourceView;
import java.nio.file.Path;

/// A source that was looked at, until it is mounted.
public interface Held extends AutoCloseable {
  /// What it was when it was looked at.
  SourceView view();

  /// By which it is mounted.
  Path path();

  /// Does what was decided about it; running the answer undoes it.
  Runnable provide(Provision provision);

  @Override
  void close();
}

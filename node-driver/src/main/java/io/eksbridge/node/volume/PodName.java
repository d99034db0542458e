// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

import java.util.List;
import java.util.Optional;

/// A pod by all of its names.
///
/// @param namespace that it is in
/// @param name within that
/// @param uid of this very pod
public record PodName(String namespace, String name, String uid) {
  private static final int PARTS = 3;

  /// Reads the name of a folder of logs, `<namespace>_<name>_<uid>`; none of the three can hold an
  /// underscore.
  public static Optional<PodName> ofLogs(String folder) {
    List<String> parts = List.of(folder.split("_", -1));
    return parts.size() == PARTS && parts.stream().noneMatch(String::isEmpty)
        ? Optional.of(new PodName(parts.get(0), parts.get(1), parts.get(2)))
        : Optional.empty();
  }
}

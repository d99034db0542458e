// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

/// What was found to be stored somewhere.
///
/// @param bytes of the disk that it takes
/// @param files how many files and folders there are
/// @param whole whether all was counted: what is too much is not counted to its end
public record Usage(long bytes, long files, boolean whole) {
  /// Nothing.
  public static final Usage NONE = new Usage(0, 0, true);

  /// Both together.
  public Usage plus(Usage other) {
    return new Usage(bytes + other.bytes, files + other.files, whole && other.whole);
  }
}

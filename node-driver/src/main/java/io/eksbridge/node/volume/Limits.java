// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

/// How much may be stored before no further pod gets a directory.
///
/// @param each bytes in one directory
/// @param all bytes in all directories of the node
public record Limits(long each, long all) {
  /// Files and folders in one directory.
  public static final long FILES = 100_000;

  /// Files and folders in all directories of the node.
  public static final long ALL_FILES = 1_000_000;

  /// Folders in folders in one directory.
  public static final int DEPTH = 64;

  /// Directories of the node.
  public static final int DIRECTORIES = 1_000;

  /// Whether one directory holds as much as it may, or more.
  public boolean isReachedBy(Usage own) {
    return own.bytes() >= each || own.files() >= FILES || !own.whole();
  }

  /// Whether all directories together hold as much as they may, or more.
  public boolean areReachedBy(Usage total) {
    return total.bytes() >= all || total.files() >= ALL_FILES;
  }
}

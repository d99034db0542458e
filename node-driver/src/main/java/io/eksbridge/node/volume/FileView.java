// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

/// A file as the kernel knows it: two paths with the same device and inode are one file.
///
/// @param kind what it is
/// @param device the number of its file system
/// @param inode its number there
public record FileView(FileKind kind, long device, long inode) {
  /// Nothing is there.
  public static final FileView ABSENT = new FileView(FileKind.ABSENT, 0, 0);

  boolean is(FileKind other) {
    return kind == other;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

/// What lies at a path.
public enum FileKind {
  /// Nothing.
  ABSENT("nothing"),
  /// A folder.
  DIRECTORY("a directory"),
  /// A regular file.
  FILE("a file"),
  /// A Unix socket.
  SOCKET("a socket"),
  /// A symbolic link, not followed.
  SYMLINK("a symbolic link"),
  /// A device or a pipe.
  OTHER("a device or pipe");

  private final String words;

  FileKind(String words) {
    this.words = words;
  }

  /// For messages.
  public String words() {
    return words;
  }
}

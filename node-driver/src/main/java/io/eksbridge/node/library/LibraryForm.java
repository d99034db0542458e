// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.library;

/// In which form a library is stored.
public enum LibraryForm {
  /// As the image has it.
  AS_IT_IS(""),
  /// Its files for their owner alone: the Agent loads no check that others may read.
  SHARED("-shared");

  private static final int NOT_SPECIAL = 0777;
  private static final int OWNER_ONLY = 0500;

  private final String suffix;

  LibraryForm(String suffix) {
    this.suffix = suffix;
  }

  /// The name in the store of an image of that digest.
  public String key(String digest) {
    return digest.substring(digest.indexOf(':') + 1) + suffix;
  }

  /// What may be done with a file that the image gives that mode: never as another user.
  public int file(int mode) {
    return switch (this) {
      case AS_IT_IS -> mode & NOT_SPECIAL;
      case SHARED -> OWNER_ONLY;
    };
  }

  /// What may be done with a folder that the image gives that mode.
  public int folder(int mode) {
    return mode & NOT_SPECIAL;
  }
}

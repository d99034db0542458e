// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

/// A source as it was found.
///
/// @param file what it is, and which one
/// @param owner the number of the user it belongs to
/// @param group the number of the group it belongs to
/// @param mode who may do what with it, see chmod(2)
public record SourceView(FileView file, long owner, long group, int mode) {
  /// Nothing was found.
  public static final SourceView ABSENT = new SourceView(FileView.ABSENT, 0, 0, 0);

  /// A source to whom it does not matter whose it is.
  public static SourceView of(FileView file) {
    return new SourceView(file, 0, 0, 0);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.library;

import java.util.Optional;

/// How much an image may hold.
///
/// @param bytes of its layers, unpacked
public record ImageLimits(long bytes) {
  /// Files and folders.
  public static final int ENTRIES = 200_000;

  /// Bytes of a manifest or an index.
  public static final int MANIFEST_BYTES = 4 << 20;

  /// Bytes that one byte of a layer may become.
  public static final int RATIO = 100;

  /// Bytes to which that does not apply.
  private static final long RATIO_FROM = 32L << 20;

  /// Why no more of it is unpacked.
  ///
  /// @param packed bytes that came so far
  /// @param unpacked bytes that they became
  public Optional<LibraryProblem> objection(long packed, long unpacked, int entries) {
    if (unpacked > bytes) {
      return Optional.of(
          LibraryProblem.large(
              "it unpacks to more than %d bytes: see --library-limit, in the chart libraries.limit"
                  .formatted(bytes)));
    }
    if (entries > ENTRIES) {
      return Optional.of(LibraryProblem.large("it has more than %d entries".formatted(ENTRIES)));
    }
    if (unpacked > RATIO_FROM && unpacked / RATIO > packed) {
      return Optional.of(
          LibraryProblem.large("it unpacks to more than %d times its size".formatted(RATIO)));
    }
    return Optional.empty();
  }
}

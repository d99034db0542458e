// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.store;

import io.eksbridge.node.library.LibraryFault;
import io.eksbridge.node.library.LibraryProblem;
import java.io.IOException;
import java.nio.file.FileSystemException;

/// A library cannot be had.
public final class LibraryFailure extends RuntimeException {
  private static final String FULL = "No space left on device"; // strerror(ENOSPC)
  private static final String QUOTA = "Disk quota exceeded"; // strerror(EDQUOT)

  private final transient LibraryProblem problem;

  /// For that reason.
  public LibraryFailure(LibraryProblem problem) {
    super(problem.words());
    this.problem = problem;
  }

  /// For that reason.
  public LibraryFailure(LibraryFault fault, String words) {
    this(new LibraryProblem(fault, words));
  }

  /// The disk of the node did not do what was asked.
  public static LibraryFailure disk(IOException failure) {
    String said = String.valueOf(failure.getMessage());
    if (said.contains(FULL) || said.contains(QUOTA)) {
      return new LibraryFailure(
          LibraryFault.DISK_FULL, "the disk of this node is full: the library needs more room");
    }
    String reason = failure instanceof FileSystemException on ? on.getReason() : said;
    return new LibraryFailure(
        LibraryFault.STORAGE,
        "the driver's storage cannot be used: %s %s"
            .formatted(failure.getClass().getSimpleName(), reason));
  }

  /// The same as a value.
  public LibraryProblem problem() {
    return problem;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.store;

import io.eksbridge.node.library.ImageLimits;
import io.eksbridge.node.library.LibraryProblem;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// What was unpacked of an image so far, against what may be.
final class Budget {
  private static final int BETWEEN_ENTRIES = 1 << 20; // long names, attributes, padding

  private final ImageLimits limits;
  private final AtomicLong packed = new AtomicLong(); // by the thread that reads ahead
  private long unpacked;
  private int entries;

  Budget(ImageLimits limits) {
    this.limits = limits;
  }

  /// Counts bytes as they came.
  void packed(int bytes) {
    var _ = packed.addAndGet(bytes);
  }

  /// Bytes that came so far.
  long packed() {
    return packed.get();
  }

  void entry() {
    entries++;
    check();
  }

  private void unpacked(int bytes) {
    unpacked += bytes;
    check();
  }

  private void check() {
    Optional<LibraryProblem> objection = limits.objection(packed.get(), unpacked, entries);
    if (objection.isPresent()) {
      throw new LibraryFailure(objection.get());
    }
  }

  /// Counts what is unpacked, and bounds what a tar archive may have between two entries, which its
  /// reader holds in memory.
  final class Counted extends FilterInputStream {
    private long between = BETWEEN_ENTRIES;
    private boolean inside;

    Counted(InputStream in) {
      super(in);
    }

    /// From here on an entry's content is read, or no more.
    void inside(boolean content) {
      inside = content;
      between = BETWEEN_ENTRIES;
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      if (read >= 0) {
        counted(1);
      }
      return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = super.read(bytes, offset, length);
      if (read > 0) {
        counted(read);
      }
      return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
      long skipped = super.skip(bytes);
      counted((int) Math.min(Integer.MAX_VALUE, skipped));
      return skipped;
    }

    private void counted(int bytes) {
      unpacked(bytes);
      if (!inside) {
        between -= bytes;
        if (between < 0) {
          throw new LibraryFailure(
              LibraryProblem.unfit("an entry's header is larger than any entry needs"));
        }
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A layer as it comes, counted.
final class Arriving extends FilterInputStream {
  private final Budget budget;

  Arriving(InputStream in, Budget budget) {
    super(in);
    this.budget = budget;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    if (read >= 0) {
      budget.packed(1);
    }
    return read;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = super.read(bytes, offset, length);
    if (read > 0) {
      budget.packed(read);
    }
    return read;
  }
}

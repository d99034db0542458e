// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What a stream has, read by a thread of its own, a few blocks ahead of whoever takes it: two
/// steps of one work, on two processors. How the stream ended is how this one ends.
public final class Ahead extends InputStream {
  static final int BLOCK = 1 << 16;

  private static final int BLOCKS = 16;

  /// The most that is read and not yet taken.
  static final int MOST = BLOCKS * BLOCK;

  private final InputStream source;
  private final BlockingQueue<Part> full = new ArrayBlockingQueue<>(BLOCKS + 2);
  private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BLOCKS);
  private final Thread reader;
  private volatile boolean closed;
  private @Nullable Part current;
  private int position;

  /// Bytes that were read, or how it ended.
  private static final class Part {
    private static final byte[] NONE = {};

    private final byte[] bytes;
    private final int length;
    private final @Nullable Exception failure;

    Part(byte[] bytes, int length, @Nullable Exception failure) {
      this.bytes = bytes;
      this.length = length;
      this.failure = failure;
    }

    boolean isLast() {
      return length == 0;
    }
  }

  /// Reads that stream from now on, by a thread of that name.
  @SuppressWarnings("ThisEscapedInObjectConstruction") // the reader starts last
  public Ahead(String name, InputStream source) {
    this.source = source;
    this.reader = Thread.ofPlatform().name(name).daemon().unstarted(this::readAhead);
    reader.start();
  }

  private void readAhead() {
    Exception failure = null;
    try {
      readAll();
    } catch (IOException | RuntimeException broken) {
      failure = broken;
    } catch (InterruptedException _) {
      return; // nobody reads on
    }
    var _ = full.offer(new Part(Part.NONE, 0, failure));
  }

  private void readAll() throws IOException, InterruptedException {
    for (int made = 0; !closed; made++) {
      byte[] block = made < BLOCKS ? new byte[BLOCK] : free.take();
      int read = source.readNBytes(block, 0, BLOCK);
      if (read == 0) {
        return;
      }
      full.put(new Part(block, read, null));
    }
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    Part part = current;
    while (part == null || (!part.isLast() && position == part.length)) {
      if (part != null) {
        var _ = free.offer(part.bytes);
      }
      part = next();
      current = part;
      position = 0;
    }
    switch (part.failure) {
      case null -> {}
      case IOException broken -> throw broken;
      case Exception broken -> throw (RuntimeException) broken;
    }
    if (part.isLast()) {
      return -1;
    }
    int read = Math.min(length, part.length - position);
    System.arraycopy(part.bytes, position, bytes, offset, read);
    position += read;
    return read;
  }

  private Part next() throws IOException {
    try {
      while (!closed) {
        Part part = full.poll(1, TimeUnit.SECONDS);
        if (part != null) {
          return part;
        }
      }
      throw new IOException("closed");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", stopped);
    }
  }

  /// Reads no further, and waits until nobody reads; the stream itself stays open.
  @Override
  public void close() {
    closed = true;
    reader.interrupt();
    try {
      reader.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}

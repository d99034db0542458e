// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.registry;

import io.eksbridge.node.library.LibraryFault;
import io.eksbridge.node.registry.Web.Answer;
import io.eksbridge.node.store.LibraryFailure;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// A layer as it comes: a thread of its own reads and sums ahead of whoever unpacks, by a few
/// blocks. At the end, and only there, it is known whether the layer is what was asked for.
public final class Blob extends InputStream {
  private static final int BLOCK = 1 << 16;
  private static final int BLOCKS = 16;

  private final Session session;
  private final Image.Layer layer;
  private final Answer answer;
  private final Instant end;
  private final LongConsumer progress;
  private final BlockingQueue<Part> full = new ArrayBlockingQueue<>(BLOCKS + 2);
  private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BLOCKS);
  private final Thread reader;
  private volatile boolean closed;
  private @Nullable Part current;
  private int position;
  private long came; // of the reader alone

  /// Bytes that came, or how it ended.
  private static final class Part {
    private static final byte[] NONE = {};

    private final byte[] bytes;
    private final int length;
    private final @Nullable LibraryFailure failure;

    Part(byte[] bytes, int length, @Nullable LibraryFailure failure) {
      this.bytes = bytes;
      this.length = length;
      this.failure = failure;
    }

    boolean isLast() {
      return length == 0;
    }
  }

  @SuppressWarnings("ThisEscapedInObjectConstruction") // the reader starts last
  Blob(Session session, Image.Layer layer, Answer answer, Instant end, LongConsumer progress) {
    this.session = session;
    this.layer = layer;
    this.answer = answer;
    this.end = end;
    this.progress = progress;
    this.reader = Thread.ofPlatform().name("library-layer").daemon().unstarted(this::readAhead);
    reader.start();
  }

  private void readAhead() {
    Part last;
    try (InputStream body = answer.body()) {
      last = new Part(Part.NONE, 0, whole(body));
    } catch (IOException failure) {
      last = new Part(Part.NONE, 0, came == 0 ? session.unreachable(failure) : cut());
    } catch (LibraryFailure failure) {
      last = new Part(Part.NONE, 0, failure);
    } catch (InterruptedException _) {
      return; // nobody reads on
    }
    var _ = full.offer(last);
  }

  private @Nullable LibraryFailure whole(InputStream body)
      throws IOException, InterruptedException {
    var digest = new Digest();
    for (int made = 0; ; made++) {
      byte[] block = made < BLOCKS ? new byte[BLOCK] : free.take();
      int read = body.readNBytes(block, 0, BLOCK);
      came += read;
      if (came > layer.bytes()) {
        return RegistryClient.lying(session, layer.digest());
      }
      if (read == 0) {
        return came == layer.bytes() && digest.text().equals(layer.digest())
            ? null
            : came < layer.bytes() ? cut() : RegistryClient.lying(session, layer.digest());
      }
      if (Instant.now().isAfter(end)) {
        return slow();
      }
      digest.add(block, 0, read);
      progress.accept(read);
      full.put(new Part(block, read, null));
    }
  }

  private LibraryFailure cut() {
    return new LibraryFailure(
        LibraryFault.UNREACHABLE,
        "the registry %s ended after %d of %d bytes"
            .formatted(session.host(), came, layer.bytes()));
  }

  private LibraryFailure slow() {
    return new LibraryFailure(
        LibraryFault.UNREACHABLE,
        "the registry %s is too slow: %d of %d bytes came in time, see --library-pull-timeout-seconds"
            .formatted(session.host(), came, layer.bytes()));
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
    if (part.failure != null) {
      throw part.failure;
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

  @Override
  public void close() {
    closed = true;
    reader.interrupt();
    answer.close();
  }
}

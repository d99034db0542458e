// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.registry;

import io.eksbridge.node.library.LibraryFault;
import io.eksbridge.node.store.LibraryFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/// What a registry sends for a layer, counted and summed: it ends as announced, or fails.
final class Summed extends InputStream {
  private final Session session;
  private final Image.Layer layer;
  private final InputStream body;
  private final LongConsumer progress;
  private final Digest digest = new Digest();
  private long came;
  private boolean ended;

  Summed(Session session, Image.Layer layer, InputStream body, LongConsumer progress) {
    this.session = session;
    this.layer = layer;
    this.body = body;
    this.progress = progress;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    int read = received(bytes, offset, length);
    if (read < 0) {
      if (!ended) {
        whole();
        ended = true;
      }
      return read;
    }
    came += read;
    if (came > layer.bytes()) {
      throw RegistryClient.lying(session, layer.digest());
    }
    digest.add(bytes, offset, read);
    progress.accept(read);
    return read;
  }

  private int received(byte[] bytes, int offset, int length) {
    try {
      return body.read(bytes, offset, length);
    } catch (Limit.Passed _) {
      throw slow();
    } catch (IOException failure) {
      throw came == 0 ? session.unreachable(failure) : cut();
    }
  }

  private void whole() {
    if (came < layer.bytes()) {
      throw cut();
    }
    if (!digest.text().equals(layer.digest())) {
      throw RegistryClient.lying(session, layer.digest());
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
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AheadTest {
  private static final int SOME = 3_000_000; // more than is ever read ahead

  @Test
  void whatIsReadIsWhatTheStreamHas() throws IOException {
    var content = new byte[SOME];
    new Random(1).nextBytes(content);

    try (var ahead = new Ahead("test", new ByteArrayInputStream(content))) {
      assertThat(ahead.read()).isEqualTo(Byte.toUnsignedInt(content[0]));
      assertThat(ahead.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 1, SOME));
      assertThat(ahead.read()).isEqualTo(-1);
      assertThat(ahead.read()).as("an end stays an end").isEqualTo(-1);
    }
  }

  @Test
  void aFailureComesAfterWhatWasReadBeforeIt() throws IOException {
    var broken = new SequenceInputStream(new ByteArrayInputStream(new byte[SOME]), new Broken());

    try (var ahead = new Ahead("test", broken)) {
      assertThat(ahead.readNBytes(SOME - Ahead.BLOCK)).hasSize(SOME - Ahead.BLOCK);
      assertThatThrownBy(ahead::readAllBytes).isInstanceOf(IOException.class).hasMessage("cut");
      assertThatThrownBy(ahead::read).as("it stays broken").hasMessage("cut");
    }
  }

  @Test
  void noMoreIsReadAheadThanSomeBlocks() throws Exception {
    var read = new AtomicLong();
    var endless = new Endless(read);

    try (var ahead = new Ahead("test", endless)) {
      for (int look = 0; look < 50 && read.get() < Ahead.MOST; look++) {
        Thread.sleep(20); // it reads as far as it may, and no further
      }
      assertThat(read.get()).isBetween(1L, (long) Ahead.MOST);
      assertThat(ahead.read()).isZero();
    }
  }

  @Test
  void onceClosedTheStreamIsNobodysToRead() throws IOException {
    var read = new AtomicLong();
    var ahead = new Ahead("test", new Endless(read));
    assertThat(ahead.read()).isZero();

    ahead.close();

    long then = read.get();
    assertThatThrownBy(() -> ahead.skipNBytes(2L * Ahead.MOST)).hasMessage("closed");
    assertThat(read.get()).isEqualTo(then);
  }

  /// Zeros without end, counted.
  private static final class Endless extends InputStream {
    private final AtomicLong read;

    Endless(AtomicLong read) {
      this.read = read;
    }

    @Override
    public int read() {
      read.incrementAndGet();
      return 0;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      read.addAndGet(length);
      return length;
    }
  }

  /// A stream that is cut.
  private static final class Broken extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("cut");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      throw new IOException("cut");
    }
  }
}

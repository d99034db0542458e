// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.tls;

import java.util.Arrays;

/// A place in DER-encoded bytes: as much of that encoding as a key takes. A place outside of the
/// bytes, or in damaged ones, is not [there][#there()].
final class Der {
  static final byte INTEGER = 0x02;
  static final byte BITS = 0x03;
  static final byte OCTETS = 0x04;
  static final byte SEQUENCE = 0x30;
  static final byte SECOND_CHOICE = (byte) 0xa1;

  private static final int LONG = 0x80;
  private static final int LENGTH_BYTES = 3;

  private final byte[] bytes;
  private final int from;
  private final int limit;
  private final int content;
  private final int end;

  /// The beginning.
  Der(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private Der(byte[] bytes, int from, int limit) {
    this.bytes = bytes;
    this.from = from;
    this.limit = limit;
    int first = from + 1 < limit ? Byte.toUnsignedInt(bytes[from + 1]) : LONG;
    int more = Math.max(0, first - LONG);
    int length = more == 0 ? first : 0;
    boolean known = first != LONG && more <= LENGTH_BYTES && from + 2 + more <= limit;
    for (int index = 0; known && index < more; index++) {
      length = (length << Byte.SIZE) | Byte.toUnsignedInt(bytes[from + 2 + index]);
    }
    this.content = from + 2 + more;
    this.end = known && length <= limit - content ? content + length : from;
  }

  /// Bytes of a kind, with their length.
  static byte[] of(byte kind, byte[] content) {
    int more = content.length < LONG ? 0 : content.length <= 0xff ? 1 : 2;
    byte[] whole = new byte[2 + more + content.length];
    whole[0] = kind;
    whole[1] = (byte) (more == 0 ? content.length : LONG + more);
    for (int index = 0; index < more; index++) {
      whole[2 + index] = (byte) (content.length >> (Byte.SIZE * (more - 1 - index)));
    }
    System.arraycopy(content, 0, whole, 2 + more, content.length);
    return whole;
  }

  /// Whether something whole begins here.
  boolean there() {
    return end > from;
  }

  boolean is(byte kind) {
    return there() && bytes[from] == kind;
  }

  /// The first thing in this one.
  Der inside() {
    return there() ? new Der(bytes, content, end) : this;
  }

  /// What comes after this one, in whatever both are in.
  Der after() {
    return there() ? new Der(bytes, end, limit) : this;
  }

  byte[] content() {
    return there() ? Arrays.copyOfRange(bytes, content, end) : new byte[0];
  }

  byte[] whole() {
    return Arrays.copyOfRange(bytes, from, end);
  }
}

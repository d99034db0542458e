// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import com.kenai.jffi.MemoryIO;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Memory outside the heap that system calls read from and write to; given back at the end.
final class Scratch implements AutoCloseable {
  private static final MemoryIO MEMORY = MemoryIO.getInstance();

  private final List<Long> taken = new ArrayList<>(2);

  /// A zero-terminated text.
  long text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    long address = room(bytes.length + 1);
    MEMORY.putByteArray(address, bytes, 0, bytes.length);
    return address;
  }

  /// So many bytes, all zero.
  long room(int bytes) {
    long address = MEMORY.allocateMemory(bytes, true);
    taken.add(address);
    return address;
  }

  /// A socket's address: its family, and the path with its end.
  long address(int family, byte[] path, int bytes) {
    long address = room(bytes);
    MEMORY.putShort(address, (short) family);
    MEMORY.putByteArray(address + Short.BYTES, path, 0, path.length);
    return address;
  }

  static void putBytes(long address, byte[] bytes, int length) {
    MEMORY.putByteArray(address, bytes, 0, length);
  }

  static void putByte(long address, byte value) {
    MEMORY.putByte(address, value);
  }

  static void putLong(long address, long value) {
    MEMORY.putLong(address, value);
  }

  static long getLong(long address) {
    return MEMORY.getLong(address);
  }

  static byte getByte(long address) {
    return MEMORY.getByte(address);
  }

  static int getShort(long address) {
    return Short.toUnsignedInt(MEMORY.getShort(address));
  }

  static int getInt(long address) {
    return MEMORY.getInt(address);
  }

  @Override
  public void close() {
    taken.forEach(MEMORY::freeMemory);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.standin;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Datagrams over Unix sockets, which the JDK has not: by the C library's own calls.
final class Datagrams {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int ADDRESS_BYTES = 110; // struct sockaddr_un
  private static final int PACKET_BYTES = 8192; // DogStatsD's default
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle SOCKET =
      call("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle BIND =
      call("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle RECV =
      call("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle SENDTO =
      call(
          "sendto",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));

  private final int socket;

  Datagrams() throws IOException {
    this.socket = (int) invoke(SOCKET, AF_UNIX, SOCK_DGRAM, 0);
  }

  /// Makes the socket at `path`.
  void bind(Path path) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      long _ = invoke(BIND, socket, address(arena, path), ADDRESS_BYTES);
    }
  }

  /// The next packet.
  String receive() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment room = arena.allocate(PACKET_BYTES);
      long length = invoke(RECV, socket, room, (long) PACKET_BYTES, 0);
      return new String(
          room.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }
  }

  /// Sends a packet to whoever has bound `path`.
  void send(Path path, String packet) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocateFrom(packet, StandardCharsets.UTF_8);
      long length = text.byteSize() - 1; // without the final zero
      long _ = invoke(SENDTO, socket, text, length, 0, address(arena, path), ADDRESS_BYTES);
    }
  }

  private static MemorySegment address(Arena arena, Path path) {
    MemorySegment address = arena.allocate(ADDRESS_BYTES, 2);
    address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
    address.setString(2, path.toString(), StandardCharsets.UTF_8);
    return address;
  }

  @SuppressWarnings("restricted") // four calls of the C library, with the shapes of its headers
  private static MethodHandle call(String name, FunctionDescriptor shape) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), shape);
  }

  private static long invoke(MethodHandle call, Object... arguments) throws IOException {
    long answer;
    try {
      answer = ((Number) call.invokeWithArguments(arguments)).longValue();
    } catch (Throwable impossible) { // the shapes are ours
      throw new IllegalStateException(impossible);
    }
    if (answer < 0) {
      throw new IOException("the kernel refused");
    }
    return answer;
  }
}

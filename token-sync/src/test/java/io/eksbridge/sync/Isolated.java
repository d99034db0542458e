// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// token-sync in a network namespace of its own, whose one way out is a Unix socket behind a port
/// of the loopback. When the file `cut` is there, the loopback drops all packets while the far end
/// of each connection goes away: token-sync is never told.
final class Isolated {
  private Isolated() {}

  public static void main(String[] arguments) throws Exception {
    Path out = Path.of(arguments[0]);
    int port = Integer.parseInt(arguments[1]);
    Path cut = Path.of(arguments[2]);
    loopback("up");
    Set<SocketChannel> wires = ConcurrentHashMap.newKeySet();
    ServerSocketChannel door = ServerSocketChannel.open();
    door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    var _ = Thread.ofVirtual().start(() -> carry(door, UnixDomainSocketAddress.of(out), wires));
    var _ =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  while (!Files.exists(cut)) {
                    LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                  }
                  vanish(wires, cut);
                });
    TokenSync.main(Arrays.copyOfRange(arguments, 3, arguments.length));
  }

  /// Carries each connection that comes in at `door` to `target`.
  static void carry(
      ServerSocketChannel door, SocketAddress target, @Nullable Set<SocketChannel> wires) {
    try {
      while (true) {
        SocketChannel near = door.accept();
        SocketChannel far = SocketChannel.open(target);
        if (wires != null) {
          wires.add(near);
        }
        var _ = Thread.ofVirtual().start(() -> pump(near, far));
        var _ = Thread.ofVirtual().start(() -> pump(far, near));
      }
    } catch (IOException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pump(SocketChannel from, SocketChannel to) {
    ByteBuffer buffer = ByteBuffer.allocate(16384);
    try (from;
        to) {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
    } catch (IOException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private static void vanish(Set<SocketChannel> wires, Path cut) {
    try {
      loopback("down");
      for (SocketChannel wire : wires) {
        if (wire.isOpen()) {
          wire.setOption(StandardSocketOptions.SO_LINGER, 0); // no farewell but one, which is lost
          wire.close();
        }
      }
      loopback("up");
      Files.writeString(cut.resolveSibling("cut.done"), "");
    } catch (IOException | InterruptedException failure) {
      throw new IllegalStateException("the loopback was not cut", failure);
    }
  }

  private static void loopback(String state) throws IOException, InterruptedException {
    var command = new ProcessBuilder("ip", "link", "set", "lo", state).inheritIO();
    if (command.start().waitFor() != 0) {
      throw new IOException("the loopback does not go " + state);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.csi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eksbridge.startup.Refusal;
import io.grpc.Server;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnixSocketTest {
  @TempDir Path folder;

  private final UnixTransport transport = new UnixTransport();

  @AfterEach
  void close() {
    transport.close();
  }

  @Test
  void onlyItsOwnerMayCall() throws IOException {
    Server server = bind(folder.resolve("csi.sock"));

    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("csi.sock"))))
        .isEqualTo("rw-------");
    server.shutdownNow();
  }

  @Test
  void aSocketThatAProcessLeftBehindIsReplaced() throws IOException {
    Path path = folder.resolve("csi.sock");
    try (var old = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      old.bind(UnixDomainSocketAddress.of(path));
    }

    bind(path).shutdownNow();
  }

  @Test
  void anInstanceTakesAwayOnlyItsOwnSocket() throws IOException {
    Path path = folder.resolve("csi.sock");
    var older = new UnixSocket(path, "--csi-endpoint");
    var newer = new UnixSocket(path, "--csi-endpoint");
    Server first = older.bind(() -> transport.server(older).build().start());
    Server second = newer.bind(() -> transport.server(newer).build().start());

    older.close(first);
    assertThat(first.shutdownNow().isShutdown()).isTrue();

    try (var caller = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      assertThat(caller.isConnected()).isTrue();
    }
    newer.close(second.shutdownNow());
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatAProcessThatWasKilledLeftBesideItIsTakenAway() throws IOException {
    var socket = new UnixSocket(folder.resolve("csi.sock"), "--csi-endpoint");
    try (var halfMade = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      halfMade.bind(UnixDomainSocketAddress.of(socket.birthplace()));
    }

    Server server = socket.bind(() -> transport.server(socket).build().start());

    assertThat(folder).isDirectoryContaining(path -> path.equals(socket.path()));
    assertThat(socket.birthplace()).doesNotExist();
    socket.close(server.shutdownNow());
  }

  @Test
  void aFileIsNotReplaced() throws IOException {
    Path path = Files.writeString(folder.resolve("csi.sock"), "precious");

    refused(path, "something else than a socket is there");
    assertThat(path).hasContent("precious");
  }

  @Test
  void aSymbolicLinkIsNotFollowed() throws IOException {
    Path path = Files.createSymbolicLink(folder.resolve("csi.sock"), folder.resolve("gone"));

    refused(path, "something else than a socket is there");
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    refused(folder.resolve("gone/csi.sock"), folder.resolve("gone") + " is not a directory");
  }

  @Test
  void aFolderThatTakesNoSocketIsToldWithTheKernelsReason() {
    refused(Path.of("/proc/csi.sock"), "cannot bind /proc/csi.sock: ");
  }

  private void refused(Path path, String why) {
    assertThatThrownBy(() -> bind(path))
        .isInstanceOf(Refusal.class)
        .hasMessageStartingWith("--csi-endpoint: cannot bind " + path)
        .hasMessageContaining(why)
        .message()
        .hasLineCount(1);
  }

  private Server bind(Path path) {
    var socket = new UnixSocket(path, "--csi-endpoint");
    return socket.bind(() -> transport.server(socket).build().start());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.csi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eksbridge.node.Eventually;
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
    Server first = bind(older);
    Server second = bind(newer);

    older.close(first);
    assertThat(first.shutdownNow().isShutdown()).isTrue();

    try (var caller = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      assertThat(caller.isConnected()).isTrue();
    }
    newer.close(second.shutdownNow());
    Eventually.holds("an empty folder", () -> folder.toFile().list().length == 0);
  }

  @Test
  void whatProcessesThatWereKilledLeftBesideItIsTakenAway() throws IOException {
    var killed = new UnixSocket(folder.resolve("csi.sock"), "--csi-endpoint");
    try (var halfMade = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      halfMade.bind(UnixDomainSocketAddress.of(killed.birthplace()));
    }

    var socket = new UnixSocket(killed.path(), "--csi-endpoint");
    Server server = bind(socket);

    assertThat(folder)
        .isDirectoryNotContaining(path -> path.equals(killed.birthplace()))
        .isDirectoryContaining(path -> path.equals(socket.path()));
    socket.close(server.shutdownNow());
  }

  @Test
  void whatAnotherSocketsInstanceLeftIsNotTouched() throws IOException {
    var other = new UnixSocket(folder.resolve("reg.sock"), "--csi-endpoint");
    try (var left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      left.bind(UnixDomainSocketAddress.of(other.birthplace()));
    }

    bind(folder.resolve("csi.sock")).shutdownNow();

    assertThat(other.birthplace()).exists();
  }

  @Test
  void anInstanceThatWasReplacedComesBackWhenItsSuccessorIsGone() throws IOException {
    Path path = folder.resolve("csi.sock");
    var older = new UnixSocket(path, "--csi-endpoint");
    var newer = new UnixSocket(path, "--csi-endpoint");
    Server first = bind(older);
    Server second = bind(newer);
    assertThat(older.answering()).isEqualTo(Answering.ANOTHER);
    assertThat(newer.answering()).isEqualTo(Answering.THIS);

    var _ = second.shutdownNow();
    Eventually.holds("nobody", () -> older.answering() == Answering.NOBODY);
    older.takeBack();

    assertThat(older.answering()).isEqualTo(Answering.THIS);
    assertThat(UnixSocket.isServed(path)).isTrue();
    older.takeBack(); // changes nothing
    older.close(first.shutdownNow());
    assertThat(folder).isDirectoryNotContaining(left -> left.equals(path));
  }

  @Test
  void aSocketThatSomeoneRemovedCanBePutBack() throws IOException {
    var socket = new UnixSocket(folder.resolve("csi.sock"), "--csi-endpoint");
    Server server = bind(socket);
    Files.delete(socket.path());
    assertThat(socket.answering()).isEqualTo(Answering.NOBODY);

    socket.takeBack();

    assertThat(socket.answering()).isEqualTo(Answering.THIS);
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
    return bind(new UnixSocket(path, "--csi-endpoint"));
  }

  private Server bind(UnixSocket socket) {
    return socket.bind(() -> transport.server(socket).build().start());
  }
}

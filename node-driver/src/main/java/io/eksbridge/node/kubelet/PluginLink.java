// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.kubelet;

import io.eksbridge.node.csi.UnixSocket;
import io.eksbridge.startup.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// The driver's name in the kubelet's plugin registry: a link to the registration socket, which
/// lies elsewhere. The kubelet takes the driver in when the link appears and drops it when the link
/// goes; whose socket is behind it may change meanwhile. See docs/adr/0015.
final class PluginLink {
  private final Path place;
  private final Path target;

  PluginLink(Path place, Path socketForKubelet) {
    this.place = place;
    this.target = socketForKubelet;
  }

  /// What is in the place.
  enum State {
    /// The link to our socket.
    OURS,
    /// Nothing.
    ABSENT,
    /// What another driver of that name serves.
    ANOTHERS,
    /// What another driver of that name left.
    LEFTOVER
  }

  Path place() {
    return place;
  }

  State look() {
    try {
      if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
        return State.ABSENT;
      }
      if (Files.isSymbolicLink(place)) {
        return Files.readSymbolicLink(place).equals(target) ? State.OURS : State.LEFTOVER;
      }
      return UnixSocket.isServed(place) ? State.ANOTHERS : State.LEFTOVER;
    } catch (IOException goneMeanwhile) {
      return State.ABSENT;
    }
  }

  /// Refuses a place where no link can be.
  void check() {
    Path registry = place.getParent();
    if (registry == null || !Files.isDirectory(registry)) {
      throw new Refusal("--kubelet-path: " + registry + " is not a directory");
    }
  }

  /// Makes the link, anew if it is there: the kubelet sees a plugin come.
  void make() {
    check();
    try {
      if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
        replaceable();
        Files.deleteIfExists(place);
      }
      Files.createSymbolicLink(place, target);
    } catch (IOException failure) {
      if (failure instanceof FileAlreadyExistsException && look() == State.OURS) {
        return; // another instance made it just now
      }
      throw new Refusal("--kubelet-path: cannot make " + place + ": " + failure, failure);
    }
  }

  /// Takes the link away, unless it is another driver's: the kubelet sees a plugin go.
  void remove() {
    try {
      if (look() == State.OURS) {
        Files.deleteIfExists(place);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void replaceable() throws IOException {
    BasicFileAttributes there =
        Files.readAttributes(place, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!there.isSymbolicLink() && !there.isOther()) { // a socket is neither file nor folder
      throw new Refusal(
          "--kubelet-path: cannot make " + place + ": something else than a socket is there");
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.store;

import io.eksbridge.node.library.StorePlace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// The file that pods get as their `/etc/ld.so.preload`: exactly this, at every moment.
public final class Preload {
  /// What it says.
  static final String CONTENT =
      "/opt/datadog-packages/datadog-apm-inject/stable/inject/launcher.preload.so\n";

  private static final int MODE = 0644;
  private static final byte[] BYTES = CONTENT.getBytes(StandardCharsets.UTF_8);

  private final Path file;

  /// In the driver's storage.
  public Preload(Path storage) {
    this.file = storage.resolve(StorePlace.PRELOAD);
  }

  /// Where it is; made, or made anew, where it is not as it should be.
  public synchronized Path ready() {
    try {
      if (!isRight()) {
        write();
      }
      return file;
    } catch (IOException failure) {
      throw LibraryFailure.disk(failure);
    }
  }

  private boolean isRight() throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Files.size(file) == BYTES.length
        && ((Integer) Files.getAttribute(file, "unix:mode") & 07777) == MODE
        && Arrays.equals(Files.readAllBytes(file), BYTES);
  }

  private void write() throws IOException {
    Path folder = Files.createDirectories(file.resolveSibling(""));
    Path anew = folder.resolve("." + StorePlace.PRELOAD + "." + ProcessHandle.current().pid());
    try (FileChannel channel =
        FileChannel.open(
            anew,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer content = ByteBuffer.wrap(BYTES);
      while (content.hasRemaining()) {
        channel.write(content);
      }
      channel.force(true);
    }
    Files.setAttribute(anew, "unix:mode", MODE);
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      Clearing.remove(file);
    }
    Files.move(anew, file, StandardCopyOption.ATOMIC_MOVE);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Says that a library is complete.
///
/// @param name of its package; empty where the official driver stored it
/// @param bytes of its files
/// @param boot of the node in which it holds; empty once the disk has all of it
record Marker(String name, long bytes, String boot) {
  static final String FILE = ".complete";

  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Pattern FORM =
      Pattern.compile("package=([a-z0-9._-]*)\nbytes=([0-9]{1,18})\nboot=([0-9a-f-]*)\n");

  /// What lies in that folder, if it holds now.
  static Optional<Marker> of(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    Matcher text = FORM.matcher(Files.readString(file));
    if (!text.matches()) {
      return Optional.empty();
    }
    String now = thisBoot();
    var marker = new Marker(text.group(1), Long.parseLong(text.group(2)), text.group(3));
    return Optional.of(marker).filter(each -> each.isSettled() || each.boot().equals(now));
  }

  static String thisBoot() throws IOException {
    return Files.readString(BOOT).strip();
  }

  /// Whether the disk has all of the library.
  boolean isSettled() {
    return boot.isEmpty();
  }

  Marker settled() {
    return new Marker(name, bytes, "");
  }

  /// Writes it: another, or none, is there until it is whole.
  void write(Path folder) throws IOException {
    Path anew = folder.resolve(FILE + ".new");
    String text = "package=%s\nbytes=%d\nboot=%s\n".formatted(name, bytes, boot);
    try (FileChannel file =
        FileChannel.open(
            anew,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer content = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (content.hasRemaining()) {
        file.write(content);
      }
      if (isSettled()) {
        file.force(true);
      }
    }
    Files.move(anew, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }
}

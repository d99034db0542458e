// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.speed;

import io.eksbridge.parts.Folders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/// The layer of a large library: 2,000 files of 105 kB, of which half cannot be packed.
final class LibraryLayer {
  private static final String LIBRARY = "datadog-init/package";
  private static final int FILES = 2_000;
  private static final int FILE_BYTES = 105_000;

  private LibraryLayer() {}

  static Path make(Path folder) throws IOException, InterruptedException {
    Path root = folder.resolve("root");
    var random = new Random(1);
    var content = new byte[FILE_BYTES];
    for (int file = 0; file < FILES; file++) {
      var noise = new byte[FILE_BYTES / 2];
      random.nextBytes(noise);
      System.arraycopy(noise, 0, content, 0, noise.length);
      Arrays.fill(content, noise.length, content.length, (byte) file);
      Path place = root.resolve(LIBRARY, "d" + file % 40, "f" + file);
      Files.createDirectories(place.resolveSibling(""));
      Files.write(place, content);
    }
    Path layer = folder.resolve("layer.tar.gz");
    run("tar", "czf", layer.toString(), "-C", root.toString(), "datadog-init");
    Folders.delete(root);
    return layer;
  }

  static String digest(Path file) throws IOException, InterruptedException {
    Process sum = new ProcessBuilder("sha256sum", file.toString()).start();
    String text = new String(sum.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (sum.waitFor() != 0) {
      throw new IOException("sha256sum " + file);
    }
    return "sha256:" + text.substring(0, 64);
  }

  static void run(String... command) throws IOException, InterruptedException {
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IOException(String.join(" ", command));
    }
  }
}

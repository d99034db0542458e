// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.pull;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.node.library.LibraryForm;
import io.eksbridge.node.library.LibraryRequest;
import io.eksbridge.node.store.Archive;
import io.eksbridge.node.store.Store;
import io.eksbridge.parts.Given;
import io.eksbridge.parts.RealRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SIGKILL at every stage of a download: the library is there with all that it has, or it is not
/// there, and the next process finds nothing that is neither.
final class KillTest {
  private static final int FILES = 120;
  private static final int FILE_BYTES = 50_000;

  @TempDir Path folder;

  @Test
  void aProcessThatIsKilledLeavesALibraryOrNone() throws Exception {
    Given.program("docker-registry");
    try (var registry = new RealRegistry(folder.resolve("registry"))) {
      String digest = push(registry);
      String key = LibraryForm.AS_IT_IS.key(digest);
      int complete = 0;
      for (int lines : new int[] {1, 2, 20, 45, 60, 75, 90, 91, 92, 93, 94, 95}) {
        Path storage = folder.resolve("storage-" + lines);

        killedAfter(lines, storage, registry);

        var next = new Store(storage);
        next.open();
        Optional<Path> found = next.find(key, LibraryRequest.PACKAGE_FOLDER);
        if (found.isPresent()) {
          complete++;
          assertWhole(found.get());
        } else {
          assertThat(storage.resolve("store").resolve(key)).doesNotExist();
        }
        if (Files.exists(storage.resolve("scratch"))) {
          assertThat(storage.resolve("scratch")).isEmptyDirectory();
        }
      }
      assertThat(complete).isPositive().isLessThan(12);
    }
  }

  private void killedAfter(int lines, Path storage, RealRegistry registry) throws Exception {
    var builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                Files.createDirectories(storage).toString(),
                registry.host()));
    Process victim = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader said = victim.inputReader()) {
      for (int line = 0; line < lines && said.readLine() != null; line++) {
        // until it is that far, or has ended
      }
      victim.destroyForcibly().waitFor();
    }
  }

  private static void assertWhole(Path library) throws IOException {
    try (Stream<Path> files = Files.list(library)) {
      assertThat(files).hasSize(FILES).allSatisfy(file -> assertThat(file).hasSize(FILE_BYTES));
    }
  }

  private String push(RealRegistry registry) throws Exception {
    var layer = new Archive();
    var noise = new byte[FILE_BYTES];
    for (int file = 0; file < FILES; file++) {
      new Random(file).nextBytes(noise);
      layer.file("datadog-init/package/f" + file, 0644, noise);
    }
    return registry.image(
        "datadoghq/lib",
        "v1",
        LibraryNode.ARCHITECTURE,
        "tar+gzip",
        List.of(layer.in(folder.resolve("layer"))));
  }
}

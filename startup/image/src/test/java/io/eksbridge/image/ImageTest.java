// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageTest {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path folder;

  @BeforeEach
  void aService() throws IOException {
    file("app/java.args", "-cp\nlib/driver.jar\n");
    file("app/lib/driver.jar", "classes");
    file("app/lib/driver.aot", "cache");
    file("app/lib/other-1.0.jar", "library");
    file("java/bin/java", "runtime");
    file("java/release", "JAVA_VERSION=\"25.0.3\"\n");
  }

  @Test
  void theSameFilesGiveTheSameBytes() throws Exception {
    CLibrary library = CLibrary.here();
    image().write(library, folder.resolve("one.tar"));
    image().write(library, folder.resolve("two.tar"));

    assertThat(folder.resolve("one.tar")).hasSameBinaryContentAs(folder.resolve("two.tar"));
  }

  @Test
  void anotherTimeOfAFileGivesOtherBytes() throws Exception {
    CLibrary library = CLibrary.here();
    image().write(library, folder.resolve("one.tar"));
    Files.setLastModifiedTime(
        folder.resolve("app/lib/driver.jar"), FileTime.from(TIME.plusSeconds(1)));
    image().write(library, folder.resolve("two.tar"));

    assertThat(Files.mismatch(folder.resolve("one.tar"), folder.resolve("two.tar")))
        .isNotNegative();
  }

  @Test
  void aLayoutWithoutItsCacheIsRefused() throws Exception {
    Files.delete(folder.resolve("app/lib/driver.aot"));

    assertThatThrownBy(() -> image().write(CLibrary.here(), folder.resolve("one.tar")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no file for the layer cache");
  }

  @Test
  void theBillNamesWhatTheServiceRunsOn() throws Exception {
    Path bill =
        Files.writeString(folder.resolve("bill.json"), "{\"components\":[{\"name\":\"a\"}]}");

    BillOfMaterials.complete(bill, folder.resolve("java"), CLibrary.here());

    assertThat(bill)
        .content()
        .contains("\"a\"", "pkg:generic/openjdk@25.0.3", "\"glibc\"", CLibrary.here().version());
  }

  @Test
  void theCLibraryTellsItsVersion() throws Exception {
    assertThat(CLibrary.here().version()).matches("[0-9]+\\.[0-9]+.*[^.]");
  }

  private Image image() {
    return new Image("driver", "1.0", folder.resolve("app"), folder.resolve("java"), TIME);
  }

  private void file(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    Files.setLastModifiedTime(Files.writeString(file, content), FileTime.from(TIME));
  }
}

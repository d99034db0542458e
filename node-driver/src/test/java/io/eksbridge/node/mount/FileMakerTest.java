// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileMakerTest {
  private static final Instant CHANGED = Instant.parse("2024-05-06T07:08:09.123456789Z");

  @TempDir Path folder;
  private OpenFile held;
  private FileMaker maker;

  @BeforeEach
  void open() {
    held = OpenFile.at(folder);
    maker = new FileMaker();
  }

  @AfterEach
  void close() {
    maker.close();
    held.close();
  }

  @Test
  void aFileHasItsContentItsModeWhateverTheUmaskAndItsTime() throws IOException {
    var content = new byte[200_000]; // more than is written at once
    new Random(7).nextBytes(content);

    assertThat(maker.make(held, "file", 0777, CHANGED, new ByteArrayInputStream(content))).isTrue();

    assertThat(folder.resolve("file")).hasBinaryContent(content);
    assertThat(Files.getAttribute(folder.resolve("file"), "unix:mode")).isEqualTo(0100777);
    assertThat(Files.getLastModifiedTime(folder.resolve("file")).toInstant()).isEqualTo(CHANGED);
  }

  @Test
  void oneAfterTheOtherAreMadeByTheSame() throws IOException {
    for (String name : new String[] {"one", "two", "größe"}) {
      assertThat(maker.make(held, name, 0600, CHANGED, text(name))).isTrue();
    }

    assertThat(Files.readString(folder.resolve("one"))).isEqualTo("one");
    assertThat(Files.readString(folder.resolve("two"))).isEqualTo("two");
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all).hasSize(3);
    }
  }

  @Test
  void whatIsInThePlaceStaysAndIsNotFollowed() throws IOException {
    Files.writeString(folder.resolve("file"), "mine");
    Files.createDirectory(folder.resolve("folder"));
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("elsewhere"));

    for (String name : new String[] {"file", "folder", "link"}) {
      assertThat(maker.make(held, name, 0600, CHANGED, text("theirs"))).as(name).isFalse();
    }

    assertThat(folder.resolve("file")).hasContent("mine");
    assertThat(Files.exists(folder.resolve("elsewhere"), LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void aNameThatCannotBeIsRefusedInTheKernelsWords() {
    assertThatThrownBy(() -> maker.make(held, "no/such", 0600, CHANGED, text("")))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("No such file or directory");
  }

  @Test
  void aContentThatBreaksOffLeavesNothingOpen() throws IOException {
    InputStream broken = InputStream.nullInputStream();
    broken.close();
    long before = descriptors();

    for (int time = 0; time < 20; time++) {
      String name = "broken-" + time;
      assertThatThrownBy(() -> maker.make(held, name, 0600, CHANGED, broken))
          .isInstanceOf(IOException.class)
          .hasMessage("Stream closed");
    }

    assertThat(descriptors()).isLessThan(before + 20);
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  private static InputStream text(String content) {
    return new ByteArrayInputStream(content.getBytes(UTF_8));
  }
}

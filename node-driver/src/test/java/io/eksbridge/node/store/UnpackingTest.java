// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.node.library.LibraryForm;
import io.eksbridge.node.store.Unpacking.Packing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Instant;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class UnpackingTest extends Unpacked {
  @ParameterizedTest
  @EnumSource
  void aLayerIsUnpackedHoweverItIsPacked(Packing packing) throws IOException {
    var layer = new Archive().file(LIB + "version", 0644, "1.2.3");

    unpack(
        packing,
        switch (packing) {
          case PLAIN -> layer.plain();
          case GZIP -> layer.gzip();
          case ZSTD -> layer.zstd();
        });

    assertThat(into.resolve(LIB + "version")).hasContent("1.2.3");
  }

  @Test
  void modesAndTimesAreKeptAndNothingRunsAsAnotherUser() throws IOException {
    unpack(
        new Archive()
            .folder("datadog-init", 0711)
            .folder("datadog-init/package", 0750)
            .file(LIB + "run", 06755, "x")
            .file(LIB + "data", 0440, "y"));

    assertThat(mode(LIB + "run")).isEqualTo(0755);
    assertThat(mode(LIB + "data")).isEqualTo(0440);
    assertThat(mode("datadog-init/package")).isEqualTo(0750);
    assertThat(mode("datadog-init")).isEqualTo(0711);
    assertThat(changed(LIB + "run")).isEqualTo(Archive.CHANGED);
    assertThat(changed("datadog-init/package")).isEqualTo(Archive.CHANGED);
  }

  @Test
  void aSharedLibrarysFilesAreForTheirOwnerAlone() throws IOException {
    try (var unpacking = new Unpacking(into, LibraryForm.SHARED, LIMITS)) {
      unpacking.layer(
          new ByteArrayInputStream(new Archive().file(LIB + "a.so", 0644, "x").gzip()),
          Packing.GZIP);
      var _ = unpacking.finish();
    }

    assertThat(mode(LIB + "a.so")).isEqualTo(0500);
  }

  @Test
  void onlyWhatPodsCanSeeIsStored() throws IOException {
    unpack(
        new Archive()
            .file("etc/passwd", 0644, "root")
            .file("datadog-init/other", 0644, "x")
            .file("opt/datadog-packages/datadog-apm-inject/1/a.so", 0755, "y")
            .file("opt/other", 0644, "z"));

    assertThat(into.resolve("etc")).doesNotExist();
    assertThat(into.resolve("datadog-init")).doesNotExist();
    assertThat(into.resolve("opt/other")).doesNotExist();
    assertThat(into.resolve("opt/datadog-packages/datadog-apm-inject/1/a.so")).hasContent("y");
  }

  @Test
  void aFolderMayComeAfterItsFilesOrTwiceOrNotAtAll() throws IOException {
    unpack(
        new Archive()
            .file(LIB + "deep/er/a", 0644, "x")
            .folder(LIB + "deep", 0750)
            .folder(LIB + "deep", 0711));

    assertThat(into.resolve(LIB + "deep/er/a")).hasContent("x");
    assertThat(mode(LIB + "deep")).isEqualTo(0711);
    assertThat(mode(LIB + "deep/er")).isEqualTo(0755);
  }

  @Test
  void symbolicLinksAreKeptAsTheyAre() throws IOException {
    unpack(
        new Archive()
            .other(LIB + "stable", TarConstants.LF_SYMLINK, "/opt/datadog-packages/x/1.2.3")
            .other(LIB + "out", TarConstants.LF_SYMLINK, "../../../../etc"));

    assertThat(Files.readSymbolicLink(into.resolve(LIB + "stable")))
        .hasToString("/opt/datadog-packages/x/1.2.3");
    assertThat(Files.readSymbolicLink(into.resolve(LIB + "out"))).hasToString("../../../../etc");
  }

  @Test
  void aHardLinkIsTheSameFile() throws IOException {
    unpack(
        new Archive()
            .file(LIB + "a", 0644, "content")
            .other(LIB + "deep/b", TarConstants.LF_LINK, LIB + "a"));

    assertThat(into.resolve(LIB + "deep/b")).hasContent("content");
    assertThat(Files.isSameFile(into.resolve(LIB + "a"), into.resolve(LIB + "deep/b"))).isTrue();
  }

  @Test
  void devicesAndPipesAreLeftOut() throws IOException {
    unpack(
        new Archive()
            .other(LIB + "pipe", TarConstants.LF_FIFO, "")
            .other(LIB + "device", TarConstants.LF_CHR, "")
            .file(LIB + "a", 0644, "x"));

    assertThat(into.resolve(LIB)).isDirectoryNotContaining("glob:**/{pipe,device}");
  }

  @Test
  void whiteoutsTakeAwayWhatEarlierLayersHave() throws IOException {
    unpack(
        new Archive()
            .file(LIB + "old", 0644, "1")
            .file(LIB + "folder/a", 0644, "1")
            .file(LIB + "opaque/a", 0644, "1")
            .file(LIB + "kept", 0644, "1"),
        new Archive()
            .other(LIB + ".wh.old", TarConstants.LF_NORMAL, "")
            .other(LIB + ".wh.folder", TarConstants.LF_NORMAL, "")
            .file(LIB + "opaque/b", 0644, "2")
            .other(LIB + "opaque/.wh..wh..opq", TarConstants.LF_NORMAL, "")
            .file(LIB + "new", 0644, "2"));

    assertThat(into.resolve(LIB + "old")).doesNotExist();
    assertThat(into.resolve(LIB + "folder")).doesNotExist();
    assertThat(into.resolve(LIB + "opaque/a")).doesNotExist();
    assertThat(into.resolve(LIB + "opaque/b")).hasContent("2");
    assertThat(into.resolve(LIB + "kept")).hasContent("1");
    assertThat(into.resolve(LIB + "new")).hasContent("2");
  }

  @Test
  void aLaterLayerReplacesWhateverWasThere() throws IOException {
    unpack(
        new Archive()
            .file(LIB + "a", 0644, "1")
            .file(LIB + "folder/x", 0644, "1")
            .other(LIB + "link", TarConstants.LF_SYMLINK, "/etc/passwd"),
        new Archive()
            .file(LIB + "a", 0600, "2")
            .file(LIB + "folder", 0644, "now a file")
            .file(LIB + "link", 0644, "now a file"));

    assertThat(into.resolve(LIB + "a")).hasContent("2");
    assertThat(into.resolve(LIB + "folder")).hasContent("now a file");
    assertThat(into.resolve(LIB + "link")).hasContent("now a file");
    assertThat(Files.isSymbolicLink(into.resolve(LIB + "link"))).isFalse();
  }

  private int mode(String name) throws IOException {
    return (Integer) Files.getAttribute(into.resolve(name), "unix:mode", LinkOption.NOFOLLOW_LINKS)
        & 07777;
  }

  private Instant changed(String name) throws IOException {
    return Files.getLastModifiedTime(into.resolve(name)).toInstant();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eksbridge.node.library.LibraryFault;
import io.eksbridge.node.store.Unpacking.Packing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UnfitImagesTest extends Unpacked {
  @ParameterizedTest
  @ValueSource(
      strings = {"../x", "datadog-init/package/../../x", "/datadog-init/package/../../../x"})
  void anEntryThatLeadsOutSpoilsTheImage(String name) {
    assertThatThrownBy(() -> unpack(new Archive().file(name, 0644, "x")))
        .isInstanceOf(LibraryFailure.class)
        .hasMessageContaining("leads out");
  }

  @Test
  void nothingIsWrittenThroughALinkOfTheImage() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));

    assertThatThrownBy(
            () ->
                unpack(
                    new Archive()
                        .other(LIB + "link", TarConstants.LF_SYMLINK, outside.toString())
                        .file(LIB + "link/x", 0644, "x")))
        .isInstanceOf(LibraryFailure.class)
        .hasMessageContaining("no folder");

    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void aLinkAboveTheLibrarySpoilsTheImage() {
    assertThatThrownBy(
            () -> unpack(new Archive().other("datadog-init", TarConstants.LF_SYMLINK, "/etc")))
        .isInstanceOf(LibraryFailure.class)
        .hasMessageContaining("in place of a folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/shadow", "../../etc/shadow", "datadog-init/package/none"})
  void aHardLinkToElsewhereSpoilsTheImage(String target) {
    assertThatThrownBy(() -> unpack(new Archive().other(LIB + "a", TarConstants.LF_LINK, target)))
        .isInstanceOf(LibraryFailure.class)
        .hasMessageContaining("cannot be used");
  }

  @Test
  void whatUnpacksToMuchMoreThanItIsIsABomb() {
    assertFault(
        LibraryFault.TOO_LARGE, () -> unpack(new Archive().file("x", 0644, new byte[40 << 20])));
  }

  @Test
  void anImageIsNoLargerThanItMayBe() {
    var noise = new byte[65 << 20];
    new Random(1).nextBytes(noise);

    assertFault(LibraryFault.TOO_LARGE, () -> unpack(new Archive().file(LIB + "x", 0644, noise)));
  }

  @Test
  void aHeaderThatWouldFillTheMemorySpoilsTheImage() {
    assertFault(
        LibraryFault.UNFIT_IMAGE,
        () -> unpack(new Archive().commented(LIB + "a", "x".repeat(2 << 20))));
  }

  @Test
  void whatIsNoArchiveSpoilsTheImage() {
    assertFault(LibraryFault.UNFIT_IMAGE, () -> unpack(Packing.GZIP, "no archive".getBytes(UTF_8)));
    assertFault(LibraryFault.UNFIT_IMAGE, () -> unpack(Packing.ZSTD, "no archive".getBytes(UTF_8)));
  }

  private static void assertFault(LibraryFault fault, ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            LibraryFailure.class,
            failure -> assertThat(failure.problem().fault()).isEqualTo(fault));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.library;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EntryPathTest {
  @ParameterizedTest
  @CsvSource({
    "datadog-init/package/lib/a.so, Kept[names=[datadog-init; package; lib; a.so]]",
    "./datadog-init/package, Kept[names=[datadog-init; package]]",
    "/datadog-init//package/./x/, Kept[names=[datadog-init; package; x]]",
    "opt/datadog-packages/datadog-apm-inject/stable, "
        + "Kept[names=[opt; datadog-packages; datadog-apm-inject; stable]]",
    "datadog-init, Above[names=[datadog-init]]",
    "opt, Above[names=[opt]]",
    "./, Above[names=[]]",
    "etc/passwd, Outside[]",
    "datadog-init/packages, Outside[]",
    "datadog-init/package/.wh.old, Whiteout[names=[datadog-init; package; old]]",
    ".wh.datadog-init, Whiteout[names=[datadog-init]]",
    "datadog-init/.wh..wh..opq, Opaque[names=[datadog-init]]",
    "etc/.wh.x, Outside[]",
    "etc/.wh..wh..opq, Outside[]"
  })
  void anEntryIsStoredOnlyWhereAPodCanSeeIt(String text, String read) {
    assertThat(EntryPath.read(text)).hasToString(read.replace(';', ','));
  }

  @ParameterizedTest
  @CsvSource({
    "../etc/passwd",
    "datadog-init/package/../../../etc",
    "datadog-init/package/..",
    "datadog-init/package/.wh...",
    "datadog-init/package/.wh.",
    "datadog-init/package/.wh.."
  })
  void anEntryThatLeadsOutSpoilsTheImage(String text) {
    assertThat(EntryPath.read(text)).isInstanceOf(EntryPath.Unfit.class);
  }

  @Test
  void namesHaveTheLengthAndDepthThatFilesCanHave() {
    assertThat(EntryPath.read("datadog-init/package/" + "x".repeat(256)))
        .isInstanceOf(EntryPath.Unfit.class);
    assertThat(EntryPath.read("datadog-init/package/" + "x/".repeat(63)))
        .isInstanceOf(EntryPath.Unfit.class);
    assertThat(EntryPath.read("datadog-init/package/" + "x/".repeat(62)))
        .isInstanceOf(EntryPath.Kept.class);
  }

  @ParameterizedTest
  @CsvSource({
    "datadog-init/package/a, true",
    "/datadog-init/package/a, true",
    "etc/shadow, false",
    "../../etc/shadow, false",
    "datadog-init, false"
  })
  void aHardLinkStaysInsideWhatIsStored(String target, boolean kept) {
    assertThat(EntryPath.link(target) instanceof EntryPath.Kept).isEqualTo(kept);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.pull;

import static org.assertj.core.api.Assertions.assertThat;

import csi.v1.NodePublishVolumeRequest;
import io.eksbridge.node.Eventually;
import io.eksbridge.node.store.Archive;
import java.nio.file.Files;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;

/// Images that are not what a library is, and disks that are too small for them.
final class UnfitLibrariesTest extends LibraryNode {

  @Test
  void aBombIsNotUnpacked() throws Exception {
    push("lib", "v1", new Archive().file(LIB + "zero", 0644, new byte[100 << 20]));

    refused("FAILED_PRECONDITION", "the image is too large");
  }

  @Test
  void anImageWhoseEntriesLeadOutIsNotServed() throws Exception {
    push("lib", "v1", library("1"), new Archive().file("../../escape", 0644, "x"));
    push(
        "lib",
        "v2",
        new Archive()
            .other(LIB + "out", TarConstants.LF_SYMLINK, folder.toString())
            .file(LIB + "out/escape", 0644, "x"));

    refused("FAILED_PRECONDITION", "leads out");
    refused("FAILED_PRECONDITION", "no folder", asked("v2"));
    assertThat(folder.resolve("escape")).doesNotExist();
  }

  @Test
  void noThreadReadsOnAnImageThatIsNotUnpacked() throws Exception {
    stop();
    start(Map.of("node-driver.library-limit", "4Mi"));
    push("lib", "v1", large());

    refused("FAILED_PRECONDITION", "the image is too large");

    Eventually.holds(
        "no thread",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(each -> each.getName().startsWith("library")));
  }

  @Test
  void onADiskThatFillsUpNothingIsLeft() throws Exception {
    disk("4m");
    push("lib", "v1", large());

    refused("RESOURCE_EXHAUSTED", "the disk of this node");
    assertThat(Files.getFileStore(folder.resolve("storage")).getUsableSpace())
        .isGreaterThan(3L << 20);
  }

  private NodePublishVolumeRequest asked(String version) throws Exception {
    return volume("lib", version, node.target("a"));
  }

  private void refused(String code, String words) throws Exception {
    refused(code, words, asked("v1"));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csi.v1.NodePublishVolumeRequest;
import io.eksbridge.node.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Nodes whose libraries take more than they may, or whose disk is nearly full. Each library is of
/// eight megabytes.
final class FullNodesTest extends LibraryNode {
  private static final String CLEANUP = "datadog_csi_driver_library_cleanup_total";

  @Test
  void overTheQuotaTheLongestUnusedGoesAndWhatIsMountedStays() throws Exception {
    Path mounted = published("mounted", Duration.ofHours(3));
    Path oldest = idle("oldest", Duration.ofHours(2));
    Path newer = idle("newer", Duration.ofHours(1));
    stop();

    start(Map.of("node-driver.library-quota", "20Mi"));

    Eventually.holds("one goes", () -> !Files.exists(oldest));
    assertThat(newer).exists();
    assertThat(mounted).exists();
    assertThat(node.target("mounted").resolve("version")).hasContent("mounted");
    Eventually.holds("counted", () -> cleaned("oldest", "quota").equals("1.0"));
    assertThat(cleaned("newer", "quota")).isEqualTo("absent");
  }

  @Test
  void onANearlyFullDiskTheLongestUnusedMakesRoomForWhatAPodWants() throws Exception {
    disk("40m");
    stop();
    start(Map.of("node-driver.library-free-floor", "12Mi"));
    Path mounted = published("mounted", Duration.ofHours(3));
    Path oldest = idle("oldest", Duration.ofHours(2));
    Path newer = idle("newer", Duration.ofHours(1));

    publish(pushed("wanted"));

    assertThat(node.target("wanted").resolve("version")).hasContent("wanted");
    assertThat(oldest).doesNotExist();
    assertThat(newer).exists();
    assertThat(mounted).exists();
    assertThat(cleaned("oldest", "space")).isEqualTo("1.0");
  }

  @Test
  void whereNothingCanGoNothingIsDownloadedAndWhatIsMountedStays() throws Exception {
    disk("24m");
    stop();
    start(Map.of("node-driver.library-free-floor", "12Mi"));
    Path mounted = published("mounted", Duration.ofHours(3));

    NodePublishVolumeRequest wanted = pushed("wanted");
    assertThatThrownBy(() -> publish(wanted))
        .hasMessageContaining("RESOURCE_EXHAUSTED")
        .hasMessageContaining("see --library-free-floor");

    assertThat(node.target("wanted")).doesNotExist();
    assertThat(left()).isEmpty();
    assertThat(mounted).exists();
    assertThat(node.target("mounted").resolve("version")).hasContent("mounted");
  }

  private String cleaned(String library, String strategy) {
    return metric(
        "%s{library=\"%s\",status=\"success\",strategy=\"%s\"}"
            .formatted(CLEANUP, library, strategy));
  }

  private NodePublishVolumeRequest pushed(String name) throws Exception {
    return volume(name, push(name, "v1", large(name)), node.target(name));
  }

  /// Its folder in the store, as if it had been used last so long ago.
  private Path published(String name, Duration ago) throws Exception {
    NodePublishVolumeRequest volume = pushed(name);
    publish(volume);
    return aged(volume, ago);
  }

  private Path idle(String name, Duration ago) throws Exception {
    NodePublishVolumeRequest volume = pushed(name);
    publish(volume);
    unpublish(volume);
    return aged(volume, ago);
  }

  private Path aged(NodePublishVolumeRequest volume, Duration ago) throws IOException {
    String digest = volume.getVolumeContextOrThrow("dd.csi.datadog.com/library.version");
    Path library = folder.resolve("storage/store").resolve(digest.substring("sha256:".length()));
    Eventually.holds("settled", () -> isSettled(library));
    Files.setLastModifiedTime(
        library.resolve(".complete"), FileTime.from(Instant.now().minus(ago)));
    return library;
  }

  /// The marker is written anew once the disk has all of a library.
  private static boolean isSettled(Path library) {
    try {
      return Files.readString(library.resolve(".complete")).endsWith("boot=\n");
    } catch (IOException _) {
      return false;
    }
  }
}

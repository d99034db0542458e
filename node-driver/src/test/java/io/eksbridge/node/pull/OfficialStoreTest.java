// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.pull;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.node.Eventually;
import io.eksbridge.node.Names;
import io.eksbridge.node.mount.LinuxMounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A store that the official driver left: whole root file systems by their digests, its database,
/// what it was extracting, and volumes that it mounted.
final class OfficialStoreTest extends LibraryNode {
  @Test
  void itsLibrariesAreServedAndItsVolumesAreUnpublished() throws Exception {
    String digest = push("dd-lib-java-init", "v1", library("of the registry"));
    stop();
    Path library = stored(digest);
    Path database = file("db/datadog-csi-driver.db", "volumes and libraries");
    Path volume = officialVolume(library);

    start(Map.of());
    publish(volume("dd-lib-java-init", "v1", node.target("by-tag")));
    registry.stop();
    publish(volume("dd-lib-java-init", digest, node.target("by-digest")));

    assertThat(node.target("by-tag").resolve("version")).hasContent("of the official driver");
    assertThat(node.target("by-digest").resolve("version")).hasContent("of the official driver");
    assertThat(Files.readSymbolicLink(node.target("by-tag").resolve("stable")))
        .hasToString("/opt/datadog-packages/x");
    assertThat(metric("datadog_csi_driver_library_download_duration_seconds_count"))
        .isEqualTo("absent");
    unpublish(volume("dd-lib-java-init", digest, volume));
    assertThat(volume).doesNotExist();
    assertThat(library.resolve("etc/passwd")).exists();
    assertThat(library.resolve(LIB + "version")).hasContent("of the official driver");
    assertThat(database).hasContent("volumes and libraries");
  }

  @Test
  void whatItExtractedHalfGoesAndOfItsLibrariesThoseThatNoVolumeUses() throws Exception {
    stop();
    Path used = stored("sha256:" + "a".repeat(64));
    Path unused = stored("sha256:" + "b".repeat(64));
    Path half = folder.resolve("storage/store/" + "c".repeat(64));
    Files.createDirectories(half.resolve("etc"));
    var _ = file("scratch/datadog-csi-driver-1/etc/passwd", "half");
    Path scratch = folder.resolve("storage/scratch/datadog-csi-driver-1");
    Files.setLastModifiedTime(scratch, FileTime.from(Instant.now().minus(Duration.ofMinutes(16))));
    var _ = officialVolume(used);

    start(Map.of("node-driver.library-cleanup-minutes", 0));
    Eventually.holds("the half goes", () -> !Files.exists(half));
    assertThat(scratch).doesNotExist();
    Files.setLastModifiedTime(
        unused.resolve(".complete"), FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    Files.setLastModifiedTime(
        used.resolve(".complete"), FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    stop();
    start(Map.of("node-driver.library-cleanup-minutes", 0));

    Eventually.holds("the unused goes", () -> !Files.exists(unused));
    assertThat(used.resolve(LIB + "version")).exists();
  }

  /// As its extraction leaves an image: all of it, each file for all to run.
  private Path stored(String digest) throws IOException {
    String name = "store/" + digest.substring("sha256:".length()) + "/";
    var _ = file(name + "etc/passwd", "root");
    var _ = file(name + LIB + "lib/a.so", "code");
    Path version = file(name + LIB + "version", "of the official driver");
    var _ =
        Files.createSymbolicLink(
            version.resolveSibling("stable"), Path.of("/opt/datadog-packages/x"));
    return folder.resolve("storage").resolve(name);
  }

  private Path file(String name, String content) throws IOException {
    Path file = folder.resolve("storage").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /// Mounted by mount(8), once to bind and once to remount, with the kubelet's record beside it.
  private Path officialVolume(Path library) throws Exception {
    Path target = Files.createDirectories(node.target("official"));
    String source = library.resolve(LIB).toString();
    run("mount", "-o", "bind", source, target.toString());
    run("mount", "-o", "bind,remount,ro", source, target.toString());
    Files.writeString(
        target.resolveSibling("vol_data.json"), "{\"driverName\":\"" + Names.DRIVER + "\"}");
    assertThat(new LinuxMounts().table().at(target.toString())).hasSize(1);
    return target;
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}

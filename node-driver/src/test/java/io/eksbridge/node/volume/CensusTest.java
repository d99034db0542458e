// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CensusTest {
  private static final Path KUBELET = Path.of("/var/lib/kubelet");
  private static final Path REAL = Path.of("/data/kubelet");
  private static final AgentSockets AGENT =
      new AgentSockets(
          Path.of("/var/run/datadog/dsd.socket"),
          Path.of("/var/run/datadog/apm.socket"),
          Path.of("/var/run/datadog/dsd-stream.socket"));

  @Test
  void aStaleVolumeIsNamedAsCallsNameIt() {
    Census census = census(layer("/datadog/dsd.socket//deleted", "uid-1", "statsd"));

    assertThat(census)
        .isEqualTo(
            new Census(
                1,
                List.of(
                    new StaleVolume(
                        new TargetPath(
                            KUBELET.resolve("pods/uid-1/volumes/kubernetes.io~csi/statsd/mount"),
                            KUBELET),
                        VolumeKind.DSD_SOCKET.source(AGENT))),
                List.of()));
  }

  @Test
  void onlyTheTopmostOfSeveralMountsIsSeen() {
    assertThat(
            census(
                layer("/datadog/dsd.socket//deleted", "1", "v"),
                layer("/datadog/dsd.socket", "1", "v")))
        .isEqualTo(new Census(1, List.of(), List.of()));
  }

  @Test
  void mountsOfOthersAreNotCounted() {
    assertThat(
            census(
                layer("/other.txt//deleted", "1", "v"),
                new MountTable.Layer("/datadog/dsd.socket//deleted", "/elsewhere", Set.of())))
        .isEqualTo(Census.NONE);
  }

  @Test
  void aDeletedDirectoryOfTheNodeIsNoDeadSocketWhateverItsName() {
    assertThat(census(layer("/storage/directories/shop/datadog//deleted", "1", "v")).stale())
        .isEmpty();
  }

  @Test
  void volumesOfAnotherDriverAreNotLookedAfter() {
    Census all =
        census(
            layer("/datadog/dsd.socket//deleted", "1", "v"),
            layer("/datadog", "2", "v", Set.of("rw")));

    assertThat(all.only(target -> target.pod().equals("1")))
        .isEqualTo(new Census(2, all.stale(), List.of()));
    assertThat(all.only(target -> target.pod().equals("2")))
        .isEqualTo(new Census(2, List.of(), all.loose()));
  }

  @ParameterizedTest
  @CsvSource({
    "/run/datadog, rw, READ_ONLY",
    "/run/datadog/dsd.socket, ro nosuid nodev, READ_ONLY",
    "/storage/directories/shop/cache, rw nosuid nodev, READ_WRITE",
    "/storage/directories/shop/cache, ro, READ_ONLY",
  })
  void aVolumeThatAllowsMoreThanItShouldIsLoose(String root, String options, Access access) {
    MountTable.Layer open = layer(root, "1", "v", Set.of(options.split(" ")));

    assertThat(census(open).loose())
        .containsExactly(new LooseVolume(new TargetPath(path("1", "v"), KUBELET), open, access));
  }

  @ParameterizedTest
  @CsvSource({
    "/run/datadog, ro nosuid nodev noexec relatime",
    "/storage/directories/shop/cache, rw nosuid nodev noexec",
    "/storage/directories/shop/cache, ro nosuid nodev noexec",
  })
  void aVolumeThatAllowsWhatItShouldIsNot(String root, String options) {
    assertThat(census(layer(root, "1", "v", Set.of(options.split(" ")))).loose()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/datadog/dsd.socket//deleted, DSD_SOCKET",
    "/run/datadog/apm.socket//deleted, APM_SOCKET",
    "/datadog/dsd-stream.socket//deleted, DSD_STREAM_SOCKET",
    "/datadog//deleted, DSD_SOCKET_DIRECTORY",
  })
  void whatADeletedFileOnceWasIsToldByTheEndOfItsPath(String root, VolumeKind kind) {
    assertThat(census(layer(root, "1", "v")).stale())
        .singleElement()
        .extracting(StaleVolume::source)
        .isEqualTo(kind.source(AGENT));
  }

  @Test
  void ofTwoSocketsOfOneNameTheOneInTheSameFolderIsMeant() {
    var alike =
        new AgentSockets(Path.of("/run/dsd/sock"), Path.of("/run/apm/sock"), Path.of("/run/s"));
    MountTable.Layer dead = layer("/apm/sock//deleted", "1", "v");

    assertThat(StaleVolume.source(dead, alike)).isEqualTo(VolumeKind.APM_SOCKET.source(alike));
  }

  @Test
  void whereTwoAreAsLikelyNoneIsMeant() {
    var alike =
        new AgentSockets(Path.of("/run/dsd/sock"), Path.of("/run/apm/sock"), Path.of("/run/s"));
    MountTable.Layer dead = layer("/elsewhere/sock//deleted", "1", "v");

    assertThat(StaleVolume.source(dead, alike)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"shop_web-1_uid-1, true", "web-1_uid-1, false", "a_b_c_d, false", "__uid, false"})
  void aFolderOfLogsIsNamedByNamespaceNameAndUid(String folder, boolean named) {
    assertThat(PodName.ofLogs(folder).isPresent()).isEqualTo(named);
  }

  @Test
  void aPodIsReadFromTheNameOfItsFolderOfLogs() {
    assertThat(PodName.ofLogs("shop_web-1_8f6c")).contains(new PodName("shop", "web-1", "8f6c"));
  }

  private static Census census(MountTable.Layer... layers) {
    return Census.of(new MountTable(Arrays.asList(layers)), KUBELET, REAL, AGENT);
  }

  private static MountTable.Layer layer(String root, String pod, String volume) {
    return layer(root, pod, volume, Set.of("ro", "nosuid", "nodev", "noexec"));
  }

  private static MountTable.Layer layer(
      String root, String pod, String volume, Set<String> options) {
    Path point = REAL.resolve(KUBELET.relativize(path(pod, volume)));
    return new MountTable.Layer(root, point.toString(), options);
  }

  private static Path path(String pod, String volume) {
    return KUBELET.resolve("pods/" + pod + "/volumes/kubernetes.io~csi/" + volume + "/mount");
  }
}

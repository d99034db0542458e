// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TargetPathTest {
  private static final Path KUBELET = Path.of("/var/lib/kubelet");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/var/lib/kubelet/pods/8a/volumes/kubernetes.io~csi/dd/mount",
        "/var/lib/kubelet/pods/sanity/volumes/kubernetes.io~csi/dd/target",
        "/var/lib/kubelet/pods/ä ö/volumes/kubernetes.io~csi/dd/mount",
      })
  void aCsiVolumeOfAPodIsATarget(String text) {
    assertThat(TargetPath.read(text, KUBELET))
        .isEqualTo(new TargetPath.Reading.Inside(new TargetPath(Path.of(text), KUBELET)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "pods/8a/mount",
        "/var/lib/kubelet",
        "/var/lib/kubelet/pods",
        "/var/lib/kubelet/pods/",
        "/var/lib/kubelet/podsters/8a/volumes/kubernetes.io~csi/dd/mount",
        "/var/lib/kubelet/pods/8a/volumes/kubernetes.io~empty-dir/dd/mount",
        "/var/lib/kubelet/pods/8a/volumes/kubernetes.io~csi/dd",
        "/var/lib/kubelet/pods/8a/volumes/kubernetes.io~csi/dd/mount/more",
        "/var/lib/kubelet/pods/8a/containers/kubernetes.io~csi/dd/mount",
        "/var/lib/kubelet/pods/8a/etc-hosts",
        "/var/lib/kubelet/plugins/x",
        "/var/lib/kubelet/pods/..",
        "/var/lib/kubelet/pods/8a/volumes/kubernetes.io~csi/../../../../../../../etc/cron.d",
        "/var/lib/kubelet/pods/8a/volumes/kubernetes.io~csi/dd/./mount",
        "/var/lib/kubelet/pods//8a/volumes/kubernetes.io~csi/dd/mount",
        "/var/lib/kubelet/pods/8a/volumes/kubernetes.io~csi/dd/mount/",
        "/var/lib/kubelet/pods/8a/volumes/kubernetes.io~csi/dd/mo\u0000unt",
        "/var/lib/kubelet/pods/8a/volumes/kubernetes.io~csi/dd/mo\nunt",
      })
  void anythingElseIsNot(String text) {
    assertThat(TargetPath.read(text, KUBELET)).isInstanceOf(TargetPath.Reading.Unfit.class);
  }

  @Test
  void aNameLongerThanTheKernelTakesIsNot() {
    assertThat(TargetPath.read(volume("n".repeat(255)), KUBELET))
        .isInstanceOf(TargetPath.Reading.Inside.class);
    assertThat(TargetPath.read(volume("n".repeat(256)), KUBELET))
        .isInstanceOf(TargetPath.Reading.Unfit.class);
    assertThat(TargetPath.read("/var/lib/kubelet/pods" + "/n".repeat(2048), KUBELET))
        .isInstanceOf(TargetPath.Reading.Unfit.class);
  }

  @Test
  void theFoldersOnTheWayBeginBelowTheKubeletsAndEndAboveTheTarget() {
    var target = new TargetPath(KUBELET.resolve("pods/8a/volumes/mount"), KUBELET);

    assertThat(target.above())
        .containsExactly(
            KUBELET.resolve("pods"),
            KUBELET.resolve("pods/8a"),
            KUBELET.resolve("pods/8a/volumes"));
  }

  @Test
  void aTargetTellsWhosePodsWhichVolumeItIs() {
    var target = new TargetPath(Path.of(volume("dd")), KUBELET);

    assertThat(target.pod()).isEqualTo("8a");
    assertThat(target.volume()).isEqualTo("dd");
  }

  private static String volume(String name) {
    return "/var/lib/kubelet/pods/8a/volumes/kubernetes.io~csi/" + name + "/mount";
  }
}

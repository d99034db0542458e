// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.node.volume.Access;
import io.eksbridge.node.volume.FileKind;
import io.eksbridge.node.volume.MountTable;
import io.eksbridge.node.volume.NodeDirectory;
import io.eksbridge.node.volume.Problem;
import io.eksbridge.node.volume.Source;
import io.eksbridge.node.volume.VolumeRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VolumesTest extends OneVolume {
  @Test
  void publishingMountsConfined() {
    assertThat(volumes.publish(REQUEST)).isEmpty();

    assertThat(kernel.mounted(MOUNT)).isEqualTo("/run/dsd.socket nodev,noexec,nosuid,ro");
  }

  @Test
  void publishingTwiceMountsOnce() {
    assertThat(volumes.publish(REQUEST)).isEmpty();
    assertThat(volumes.publish(REQUEST)).isEmpty();

    assertThat(kernel.calls()).containsExactly("make", "bind", "confine");
  }

  @Test
  void aMountThatWasLeftWritableIsConfinedByTheNextPublish() {
    kernel.make(MOUNT, FileKind.FILE);
    kernel.bind(SOCKET, MOUNT);

    assertThat(volumes.publish(REQUEST)).isEmpty();

    assertThat(kernel.mounted(MOUNT)).isEqualTo("/run/dsd.socket nodev,noexec,nosuid,ro");
  }

  @ParameterizedTest
  @ValueSource(strings = {"make", "bind", "confine"})
  void aPublishThatFailsLeavesAllAsItWas(String call) {
    kernel.fail(call, "EPERM");

    assertThat(volumes.publish(REQUEST)).get().isInstanceOf(Problem.KernelRefused.class);

    assertThat(kernel.paths()).isEqualTo(before);
    assertThat(kernel.layers(MOUNT)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bind", "confine"})
  void aDirectoryThatIsMadeInVainIsTakenAwayAgain(String call) {
    var directory = new NodeDirectory(Path.of("/storage/directories"), "shop", "cache", 2000);
    var want = new VolumeRequest("v", new Source.OfNode(directory, Access.READ_WRITE), TARGET);
    kernel.fail(call, "EPERM");

    assertThat(volumes.publish(want)).get().isInstanceOf(Problem.KernelRefused.class);

    assertThat(kernel.paths()).doesNotContain(directory.path(), MOUNT);
  }

  @Test
  void whatWasThereBeforeStaysThereAfterAPublishThatFails() {
    kernel.make(MOUNT, FileKind.FILE);
    kernel.fail("bind", "EPERM");

    assertThat(volumes.publish(REQUEST)).isPresent();

    assertThat(kernel.paths()).contains(MOUNT);
  }

  @Test
  void aRollbackThatFailsIsToldApart() {
    kernel.fail("confine", "EPERM");
    kernel.fail("unmount", "EBUSY");

    assertThat(volumes.publish(REQUEST)).get().isInstanceOf(Problem.LeftBehind.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unmount", "remove"})
  void aDeadSocketThatCannotBeTakenAwayIsSaidToBeThereStill(String call) {
    assertThat(volumes.publish(REQUEST)).isEmpty();
    kernel.with(SOCKET, FileKind.SOCKET);
    kernel.fail(call, "EPERM");
    kernel.fail("detach", "EPERM");

    assertThat(volumes.publish(REQUEST)).get().isInstanceOf(Problem.StillThere.class);
  }

  @Test
  void aMountThatCannotBeConfinedIsSaidToBeThereStill() {
    kernel.make(MOUNT, FileKind.FILE);
    kernel.bind(SOCKET, MOUNT);
    kernel.fail("confine", "EPERM");

    assertThat(volumes.publish(REQUEST)).get().isInstanceOf(Problem.StillThere.class);
    assertThat(kernel.layers(MOUNT)).hasSize(1);
  }

  @Test
  void oneCallAtATimeWorksOnATarget() {
    List<Optional<Problem>> meanwhile = new ArrayList<>();
    kernel.during("bind", () -> meanwhile.add(volumes.unpublish(TARGET)));

    assertThat(volumes.publish(REQUEST)).isEmpty();

    assertThat(meanwhile).containsExactly(Optional.of(new Problem.Underway(MOUNT)));
    assertThat(volumes.unpublish(TARGET)).isEmpty();
  }

  @Test
  void aSourceThatIsReplacedBetweenTheLookAndTheMountIsNotPublished() {
    kernel.during("make", () -> kernel.with(SOCKET, FileKind.FILE));

    assertThat(volumes.publish(REQUEST))
        .contains(new Problem.SourceUnfit(SOCKET, FileKind.FILE, FileKind.SOCKET));

    assertThat(kernel.paths()).isEqualTo(before);
  }

  @Test
  void aSourceThatIsGoneBetweenTheLookAndTheMountLeavesAllAsItWas() {
    kernel.during("make", () -> kernel.remove(SOCKET, FileKind.SOCKET));

    assertThat(volumes.publish(REQUEST)).get().isInstanceOf(Problem.KernelRefused.class);

    assertThat(kernel.paths()).doesNotContain(MOUNT);
    assertThat(kernel.layers(MOUNT)).isEmpty();
  }

  @Test
  void aSocketThatTheAgentMadeAnewIsMountedInPlaceOfTheDeadOne() {
    assertThat(volumes.publish(REQUEST)).isEmpty();
    kernel.with(SOCKET, FileKind.SOCKET);

    assertThat(volumes.publish(REQUEST)).isEmpty();

    assertThat(kernel.at(MOUNT)).isEqualTo(kernel.at(SOCKET));
    assertThat(kernel.layers(MOUNT)).singleElement().matches(MountTable.Layer::isConfined);
  }

  @Test
  void unpublishingTakesTheMountAndWhatItWasOn() {
    assertThat(volumes.publish(REQUEST)).isEmpty();

    assertThat(volumes.unpublish(TARGET)).isEmpty();

    assertThat(kernel.paths()).isEqualTo(before);
  }

  @Test
  void unpublishingTwiceIsAsGoodAsOnce() {
    assertThat(volumes.unpublish(TARGET)).isEmpty();
    assertThat(volumes.unpublish(TARGET)).isEmpty();
  }

  @Test
  void everyLayerIsTakenAway() {
    assertThat(volumes.publish(REQUEST)).isEmpty();
    kernel.bind(SOCKET, MOUNT);
    kernel.bind(SOCKET, MOUNT);

    assertThat(volumes.unpublish(TARGET)).isEmpty();

    assertThat(kernel.paths()).isEqualTo(before);
  }

  @Test
  void aBusyMountIsDetached() {
    assertThat(volumes.publish(REQUEST)).isEmpty();
    kernel.fail("unmount", "EBUSY");

    assertThat(volumes.unpublish(TARGET)).isEmpty();

    assertThat(kernel.calls()).endsWith("detach", "remove");
  }

  @Test
  void anUnpublishThatFailsSaysSoAndRemovesNothing() {
    assertThat(volumes.publish(REQUEST)).isEmpty();
    kernel.fail("unmount", "EBUSY");
    kernel.fail("detach", "EPERM");

    assertThat(volumes.unpublish(TARGET))
        .contains(new Problem.KernelRefused("detach", MOUNT, "EPERM"));

    assertThat(kernel.calls()).doesNotContain("remove");
  }

  @Test
  void nothingIsRemovedRecursively() {
    kernel.with(MOUNT.resolve("kept"), FileKind.FILE);

    assertThat(volumes.unpublish(TARGET))
        .contains(new Problem.KernelRefused("remove", MOUNT, "ENOTEMPTY"));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.csi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eksbridge.node.Calls;
import io.eksbridge.node.volume.FileKind;
import io.grpc.Status;
import org.junit.jupiter.api.Test;

/// What the kubelet is told when a call fails.
final class NodeServiceFailuresTest extends ServedNode {
  @Test
  void aMissingSourceIsAPreconditionNamingThePathAndTheWayOut() {
    kernel.remove(node.dsdSocket(), FileKind.SOCKET);

    assertThatThrownBy(() -> publish(Calls.publish("DSDSocket", target)))
        .hasMessageStartingWith("FAILED_PRECONDITION: " + node.dsdSocket() + " is nothing")
        .hasMessageContaining("--dsd-host-socket-path");
  }

  @Test
  void aKernelThatRefusesIsInternalAndAllIsRolledBack() {
    kernel.fail("confine", "EPERM");

    assertCode(Status.Code.INTERNAL, () -> publish(Calls.publish("DSDSocket", target)));

    assertThat(kernel.paths()).doesNotContain(target);
  }

  @Test
  void aSourceThatGoesAwayMeanwhileIsAPreconditionAndAllIsRolledBack() {
    kernel.during("make", () -> kernel.remove(node.dsdSocket(), FileKind.SOCKET));

    assertCode(Status.Code.FAILED_PRECONDITION, () -> publish(Calls.publish("DSDSocket", target)));

    assertThat(kernel.paths()).doesNotContain(target);
  }

  @Test
  void aRollbackThatFailsMakesTheKubeletUnpublishLater() {
    kernel.fail("confine", "EPERM");
    kernel.fail("unmount", "EBUSY");

    assertCode(Status.Code.UNAVAILABLE, () -> publish(Calls.publish("DSDSocket", target)));
  }

  @Test
  void aVolumeThatIsThereAndCannotBePublishedAnewIsUnpublishedLater() {
    var _ = publish(Calls.publish("DSDSocket", target));
    kernel.remove(node.dsdSocket(), FileKind.SOCKET);

    assertThatThrownBy(() -> publish(Calls.publish("DSDSocket", target)))
        .hasMessageStartingWith("UNAVAILABLE: " + node.dsdSocket() + " is nothing")
        .hasMessageEndingWith("what was mounted at target_path before is there still");
    unpublish(Calls.unpublish(target));
    assertThat(kernel.paths()).doesNotContain(target);
  }

  @Test
  void whatIsNotOursIsNotUnpublished() {
    kernel.with(target, FileKind.SYMLINK);

    assertThatThrownBy(() -> unpublish(Calls.unpublish(target)))
        .hasMessageStartingWith("FAILED_PRECONDITION: target_path " + target)
        .hasMessageContaining("a symbolic link");
    assertThat(kernel.paths()).contains(target);
  }

  @Test
  void anUnpublishThatFailsIsAFailure() {
    var _ = publish(Calls.publish("DSDSocket", target));
    kernel.fail("unmount", "EBUSY");
    kernel.fail("detach", "EPERM");

    assertCode(Status.Code.INTERNAL, () -> unpublish(Calls.unpublish(target)));
  }

  @Test
  void aSurpriseIsInternalWithoutItsInsides() {
    kernel.during(
        "bind",
        () -> {
          throw new IllegalStateException("inside");
        });

    assertThatThrownBy(() -> publish(Calls.publish("DSDSocket", target)))
        .hasMessage("INTERNAL: the driver failed; its log says why");
    assertThat(kernel.paths()).doesNotContain(target);
  }
}

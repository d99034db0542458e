// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.csi;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.node.volume.FileKind;
import io.eksbridge.node.volume.Problem;
import io.eksbridge.node.volume.Usage;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class RpcStatusTest {
  @Test
  void aCallersWordsAreQuotedInOneShortLine() {
    Status status = RpcStatus.of(new Problem.UnknownType("a\nb".repeat(100)));

    assertThat(status.getDescription()).hasLineCount(1).hasSizeLessThan(300);
  }

  @Test
  void whatIsTooLongIsCutAndWhatWouldBreakALineIsReplaced() {
    assertThat(RpcStatus.quote("/a\n/b", 5)).isEqualTo("/a?/b");
    assertThat(RpcStatus.quote("/a\n/b", 4)).isEqualTo("/a?/...");
  }

  @ParameterizedTest
  @CsvSource({
    "ENOSPC (No space left on device),   RESOURCE_EXHAUSTED",
    "EDQUOT (Quota exceeded),            RESOURCE_EXHAUSTED",
    "EMFILE (Too many open files),       RESOURCE_EXHAUSTED",
    "EROFS (Read-only file system),      FAILED_PRECONDITION",
    "ENOENT (No such file or directory), FAILED_PRECONDITION",
    "EPERM (Operation not permitted),    INTERNAL",
  })
  void whatTheKernelLacksIsToldFromWhatItForbids(String error, Status.Code code) {
    Status status = RpcStatus.of(new Problem.KernelRefused("mkdir", Path.of("/s"), error));

    assertThat(status.getCode()).isEqualTo(code);
    assertThat(status.getDescription()).isEqualTo("mkdir /s: " + error);
  }

  @ParameterizedTest
  @MethodSource("directories")
  void aRefusedDirectoryNamesTheWayOut(Problem problem, Status.Code code, String wayOut) {
    Status status = RpcStatus.of(problem);

    assertThat(status.getCode()).isEqualTo(code);
    assertThat(status.getDescription()).contains(wayOut).hasLineCount(1);
  }

  static Stream<Arguments> directories() {
    Path path = Path.of("/s/directories/shop/cache");
    return Stream.of(
        Arguments.of(
            new Problem.SwitchedOff(), Status.Code.FAILED_PRECONDITION, "nodeDirectory.enabled"),
        Arguments.of(
            new Problem.BadName("volumeAttributes.name", "../x"),
            Status.Code.INVALID_ARGUMENT,
            "volumeAttributes.name must be 1 to 63"),
        Arguments.of(
            new Problem.PodUnknown("csi.storage.k8s.io/pod.namespace"),
            Status.Code.FAILED_PRECONDITION,
            "podInfoOnMount: true"),
        Arguments.of(
            new Problem.NoGroup(""), Status.Code.INVALID_ARGUMENT, "spec.securityContext.fsGroup"),
        Arguments.of(
            new Problem.OtherGroup(path, 2000, 3000),
            Status.Code.FAILED_PRECONDITION,
            "spec.securityContext.fsGroup: 2000"),
        Arguments.of(
            new Problem.StorageUnfit(path, FileKind.SYMLINK),
            Status.Code.FAILED_PRECONDITION,
            "--storage-path"),
        Arguments.of(
            new Problem.DirectoryFull(path, new Usage(9, 1, true), 5),
            Status.Code.RESOURCE_EXHAUSTED,
            "--node-directory-limit"),
        Arguments.of(
            new Problem.TooManyDirectories(path, 1000),
            Status.Code.RESOURCE_EXHAUSTED,
            "delete those that are not needed"));
  }

  @Test
  void aSecondCallForATargetThatIsWorkedOnMayComeBack() {
    assertThat(RpcStatus.of(new Problem.Underway(Path.of("/k"))).getCode())
        .isEqualTo(Status.Code.ABORTED);
  }
}

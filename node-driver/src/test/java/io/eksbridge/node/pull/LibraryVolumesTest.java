// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csi.v1.NodePublishVolumeRequest;
import io.eksbridge.node.Calls;
import io.eksbridge.node.Eventually;
import io.eksbridge.node.mount.LinuxMounts;
import io.eksbridge.node.store.Archive;
import io.grpc.StatusRuntimeException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class LibraryVolumesTest extends LibraryNode {
  @Test
  void aPodGetsItsLibraryToReadAndRunAndNotToChange() throws Exception {
    push("dd-lib-java-init", "v1", library("1"));
    Path target = node.target("a");
    NodePublishVolumeRequest volume = volume("dd-lib-java-init", "v1", target);

    publish(volume);

    assertThat(target.resolve("version")).hasContent("1");
    assertThatThrownBy(() -> Files.createFile(target.resolve("x")))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("Read-only");
    assertThat(new LinuxMounts().table().at(target.toString()).getLast().options())
        .contains("ro", "nosuid", "nodev")
        .doesNotContain("noexec");
    assertThat(metric("datadog_csi_driver_library_resolutions_total{library=\"dd-lib-java-init\""))
        .isEqualTo("1.0");
    unpublish(volume);
    assertThat(target).doesNotExist();
  }

  @Test
  void anIndexesImageForThisMachineIsTaken() throws Exception {
    String other = ARCHITECTURE.equals("amd64") ? "arm64" : "amd64";
    String fit = push("apm-inject", "x", inject("fit"));
    String unfit =
        registry.image(
            "datadoghq/apm-inject",
            "y",
            other,
            "tar+gzip",
            List.of(inject("unfit").in(folder.resolve("unfit"))));
    registry.index("datadoghq/apm-inject", "1", Map.of(other, unfit, ARCHITECTURE, fit));

    Path target = node.target("a");
    publish(volume("apm-inject", "1", target));

    assertThat(target.resolve("stable")).hasContent("fit");
    assertThatThrownBy(() -> publish(volume("apm-inject", "y", node.target("b"))))
        .hasMessageContaining("FAILED_PRECONDITION")
        .hasMessageContaining("it is for linux/" + other);
  }

  @Test
  void fiftyPodsAtOnceAreOneDownload() throws Exception {
    push("dd-lib-python-init", "v1", library("1"));
    List<Callable<Path>> pods = new ArrayList<>();
    for (int pod = 0; pod < 50; pod++) {
      Path target = node.target("pod-" + pod);
      pods.add(
          () -> {
            publish(volume("dd-lib-python-init", "v1", target));
            return target;
          });
    }

    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Path> each : callers.invokeAll(pods)) {
        assertThat(each.get().resolve("version")).hasContent("1");
      }
    }

    assertThat(metric("datadog_csi_driver_library_download_duration_seconds_count")).isEqualTo("1");
    assertThat(left()).isEmpty();
  }

  @Test
  void aDigestNeedsNoRegistryOnceItIsThere() throws Exception {
    String digest = push("dd-lib-js-init", "v1", library("1"));
    publish(volume("dd-lib-js-init", digest, node.target("a")));
    registry.stop();

    publish(volume("dd-lib-js-init", digest, node.target("b")));

    assertThat(node.target("b").resolve("version")).hasContent("1");
  }

  @Test
  void aTagIsServedAsItWasWhileItsRegistryIsDownAlsoByAnotherProcess() throws Exception {
    push("dd-lib-js-init", "v1", library("1"));
    publish(volume("dd-lib-js-init", "v1", node.target("a")));
    registry.stop();
    stop();
    start(Map.of("node-driver.library-tag-minutes", 0));

    publish(volume("dd-lib-js-init", "v1", node.target("b")));

    assertThat(node.target("b").resolve("version")).hasContent("1");
    assertThat(metric("datadog_csi_driver_library_tag_age_seconds")).isNotEqualTo("absent");
    assertThatThrownBy(() -> publish(volume("dd-lib-js-init", "v2", node.target("c"))))
        .hasMessageContaining("UNAVAILABLE")
        .hasMessageContaining("cannot be reached");
  }

  @Test
  void aMountedVolumeStaysAsItIsWhateverItsTagMeansByNow() throws Exception {
    stop();
    start(Map.of("node-driver.library-tag-minutes", 0));
    push("dd-lib-js-init", "latest", library("1"));
    NodePublishVolumeRequest volume = volume("dd-lib-js-init", "latest", node.target("a"));
    publish(volume);
    push("dd-lib-js-init", "latest", library("2"));

    publish(volume);
    publish(volume("dd-lib-js-init", "latest", node.target("b")));

    assertThat(node.target("a").resolve("version")).hasContent("1");
    assertThat(node.target("b").resolve("version")).hasContent("2");
    assertThat(new LinuxMounts().table().at(volume.getTargetPath())).hasSize(1);
  }

  @Test
  void theInjectorsFileIsMountedReadOnly() throws Exception {
    Path target = node.target("a");

    publish(Calls.publish("DatadogInjectorPreload", target).toBuilder().setReadonly(true).build());

    assertThat(target)
        .hasContent("/opt/datadog-packages/datadog-apm-inject/stable/inject/launcher.preload.so\n");
    assertThatThrownBy(() -> Files.writeString(target, "x"))
        .isInstanceOf(FileSystemException.class);
    assertThatThrownBy(() -> publish(Calls.publish("DatadogInjectorPreload", node.target("b"))))
        .hasMessageContaining("INVALID_ARGUMENT: readonly must be true");
  }

  @Test
  void aSharedLibraryIsForItsOwnerAlone() throws Exception {
    push("checks", "v1", library("1"));
    Path target = node.target("a");

    publish(
        volume("checks", "v1", target).toBuilder()
            .putVolumeContext("type", "DatadogSharedLibrary")
            .build());

    assertThat((Integer) Files.getAttribute(target.resolve("lib/a.so"), "unix:mode") & 07777)
        .isEqualTo(0500);
  }

  @Test
  void eachPodWritesInALibraryOfItsOwn() throws Exception {
    disk("64m");
    Path disk = folder.resolve("storage");
    push("dd-lib-php-init", "v1", library("1"));
    NodePublishVolumeRequest first = writable("a");
    NodePublishVolumeRequest second = writable("b");

    publish(first);
    publish(second);
    Files.writeString(node.target("a").resolve("version"), "mine");
    publish(first);

    assertThat(node.target("a").resolve("version")).hasContent("mine");
    assertThat(node.target("b").resolve("version")).hasContent("1");
    assertThat(new LinuxMounts().table().at(first.getTargetPath()).getLast().options())
        .contains("rw", "nosuid", "nodev");
    unpublish(first);
    Eventually.holds("gone", () -> !Files.exists(disk.resolve("writable/csi-a")));
    assertThat(disk.resolve("writable/csi-b")).exists();
    unpublish(second);
  }

  private NodePublishVolumeRequest writable(String pod) throws Exception {
    return with(volume("dd-lib-php-init", "v1", node.target(pod)), "writable", "true").toBuilder()
        .setReadonly(false)
        .build();
  }

  @Test
  void imagesCanBeThereBeforeAPodAsks() throws Exception {
    push("apm-inject", "1", inject("early"));
    stop();
    start(Map.of("node-driver.library-prewarm", registry.host() + "/datadoghq/apm-inject:1"));
    Eventually.holds("there", () -> metric("datadog_csi_driver_libraries_cached{").equals("1.0"));
    registry.stop();

    publish(volume("apm-inject", "1", node.target("a")));

    assertThat(node.target("a").resolve("stable")).hasContent("early");
  }

  @Test
  void aRegistryThatIsNotListedIsNotAsked() throws Exception {
    assertThatThrownBy(
            () ->
                publish(
                    with(
                        volume("apm-inject", "1", node.target("a")),
                        "registry",
                        registry.host() + "/other")))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("PERMISSION_DENIED")
        .hasMessageContaining("is not in the allow list");
  }

  private static Archive inject(String stable) {
    return new Archive().file("opt/datadog-packages/datadog-apm-inject/stable", 0644, stable);
  }
}

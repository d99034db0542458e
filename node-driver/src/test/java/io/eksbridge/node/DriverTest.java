// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node;

import static org.assertj.core.api.Assertions.assertThat;

import csi.v1.GetPluginInfoRequest;
import csi.v1.IdentityGrpc;
import csi.v1.NodeGrpc;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pluginregistration.RegistrationGrpc;
import pluginregistration.RegistrationStatus;

/// The whole driver: its sockets, its kernel, its health and its meters.
final class DriverTest {
  @TempDir Path folder;

  private Node node;
  private RunningDriver driver;
  private ManagedChannel csi;

  @BeforeEach
  void start() throws IOException {
    node = new Node(folder);
    driver = new RunningDriver(node);
    csi = driver.channel(node.csiSocket());
  }

  @AfterEach
  void stop() throws IOException {
    csi.shutdownNow();
    driver.close();
    node.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"DSDSocketDirectory", "APMSocketDirectory", "DSDSocket", "APMSocket"})
  void aVolumeIsPublishedAndTakenAwayInTheRealKernel(String type) throws IOException {
    PrivateMounts.required();
    Path target = node.target("pod-of-" + type);
    var calls = NodeGrpc.newBlockingStub(csi);

    var _ = calls.nodePublishVolume(Calls.publish(type, target));
    assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
        .containsPattern(target + " ro,nosuid,nodev,noexec");
    var _ = calls.nodeUnpublishVolume(Calls.unpublish(target));

    assertThat(target).doesNotExist();
    assertThat(node.dsdSocket()).exists();
    assertThat(driver.get("/metrics").body())
        .contains("datadog_csi_driver_node_publish_volume_attempts{path=")
        .contains("datadog_csi_driver_node_unpublish_volume_attempts{status=\"success\"} 1.0")
        .contains("datadog_csi_driver_rpc_duration_seconds_bucket{code=\"OK\"")
        .doesNotContain("attempts_total");
  }

  @Test
  void aDirectoryOutlivesItsPodInTheRealKernel() throws IOException {
    PrivateMounts.required();
    Path first = node.target("first");
    Path second = node.target("second");
    var calls = NodeGrpc.newBlockingStub(csi);

    var _ = calls.nodePublishVolume(Calls.directory("cache", 2000, first));
    Files.writeString(first.resolve("note"), "kept");
    var _ = calls.nodeUnpublishVolume(Calls.unpublish(first));
    var _ = calls.nodePublishVolume(Calls.directory("cache", 2000, second));

    assertThat(second.resolve("note")).hasContent("kept");
    assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
        .containsPattern(second + " rw,nosuid,nodev,noexec");
    var _ = calls.nodeUnpublishVolume(Calls.unpublish(second));
    assertThat(first).doesNotExist();
    assertThat(second).doesNotExist();
    assertThat(driver.get("/metrics").body())
        .contains("datadog_csi_driver_node_directories ")
        .contains("type=\"NodeDirectory\"");
  }

  @Test
  void itIsTheDriverOfThatName() {
    var info =
        IdentityGrpc.newBlockingStub(csi).getPluginInfo(GetPluginInfoRequest.getDefaultInstance());

    assertThat(info.getName()).isEqualTo("k8s.csi.datadoghq.com");
    assertThat(info.getVendorVersion()).isNotEmpty();
  }

  @Test
  void itIsAliveAtOnceAndReadyOnceRegistered() {
    assertThat(driver.get("/health/liveness").statusCode()).isEqualTo(200);
    assertThat(driver.get("/health/readiness").statusCode()).isEqualTo(503);

    ManagedChannel kubelet = driver.channel(node.config().registrationLink());
    var _ =
        RegistrationGrpc.newBlockingStub(kubelet)
            .notifyRegistrationStatus(
                RegistrationStatus.newBuilder().setPluginRegistered(true).build());
    kubelet.shutdownNow();

    assertThat(driver.get("/health/readiness").statusCode()).isEqualTo(200);
    assertThat(driver.get("/metrics").body()).contains("datadog_csi_driver_registered 1.0");
  }

  @Test
  void whatIsNotServedIsNotFoundAndWhatIsServedIsOnlyRead() {
    assertThat(driver.get("/health").statusCode()).isEqualTo(404);
    assertThat(driver.get("/metrics/more").statusCode()).isEqualTo(404);
    HttpResponse<String> written = driver.send("POST", "/metrics");
    assertThat(written.statusCode()).isEqualTo(405);
    assertThat(written.headers().firstValue("Allow")).contains("GET, HEAD");
    HttpResponse<String> head = driver.send("HEAD", "/metrics");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(driver.get("/metrics").headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
  }

  @Test
  void theProcessIsMeasuredToo() {
    assertThat(driver.get("/metrics").body())
        .contains("jvm_memory_used_bytes", "process_uptime_seconds", "process_files_open_files");
  }

  @Test
  void aDriverWhoseSocketIsRemovedPutsItBack() throws IOException {
    Files.delete(node.csiSocket());

    Eventually.holds("the socket back", () -> driver.get("/health/liveness").statusCode() == 200);
    assertThat(node.csiSocket()).exists();
  }

  @Test
  void stoppingTakesBothSocketsAway() {
    driver.close();

    assertThat(node.csiSocket().getParent()).isEmptyDirectory();
    assertThat(node.config().registrationLink().getParent()).isEmptyDirectory();
  }
}

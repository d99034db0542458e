// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.heal;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.node.ClusterConfig;
import io.eksbridge.node.ClusterMetrics;
import io.eksbridge.node.Names;
import io.eksbridge.node.Node;
import io.eksbridge.node.NodeDriverMetrics;
import io.eksbridge.node.mount.InMemoryMounts;
import io.eksbridge.node.mount.Volumes;
import io.eksbridge.node.volume.Access;
import io.eksbridge.node.volume.FileKind;
import io.eksbridge.node.volume.FileView;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StaleVolumesTest {
  @TempDir Path folder;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final InMemoryMounts kernel = new InMemoryMounts();
  private Node node;
  private Path other;
  private StaleVolumes volumes;

  @BeforeEach
  void aNode() throws IOException {
    Path real = folder.toRealPath();
    node = new Node(real);
    other = real.resolve("other.txt");
    kernel
        .with(node.dsdSocket(), FileKind.SOCKET)
        .with(node.apmSocket(), FileKind.SOCKET)
        .with(other, FileKind.FILE);
    publish(node.dsdSocket(), ours(node.target("1")));
    publish(node.apmSocket(), ours(node.target("2")));
    publish(other, ours(node.target("3")));
    publish(node.dsdSocket(), real.resolve("elsewhere"));
    var cluster = new ClusterConfig(true, false, "dsd,apm", true, "/none", "", "/none");
    var metrics = new ClusterMetrics(meters);
    var all = new Volumes(kernel);
    volumes =
        new StaleVolumes(
            kernel,
            all,
            new StaleEvents(node.config(), cluster, kernel, metrics),
            new LooseVolumes(all, metrics),
            node.config(),
            new NodeDriverMetrics(meters),
            metrics);
  }

  @AfterEach
  void cleanUp() throws IOException {
    node.close();
  }

  @Test
  void volumesAreCounted() {
    volumes.round();

    assertThat(gauge("volumes.published")).isEqualTo(2);
    assertThat(gauge("volumes.stale")).isZero();
  }

  @Test
  void aVolumeWhoseSocketIsGoneIsStaleUntilTheAgentMakesAnother() throws IOException {
    volumes.round();
    kernel.with(node.dsdSocket(), FileKind.ABSENT);

    volumes.round();
    assertThat(gauge("volumes.stale")).isOne();
    assertThat(rebound()).isZero();

    kernel.with(node.dsdSocket(), FileKind.SOCKET);
    volumes.round();
    assertThat(gauge("volumes.stale")).isZero();
    assertThat(rebound()).isOne();
    assertThat(kernel.at(node.target("1"))).isEqualTo(kernel.at(node.dsdSocket()));
  }

  @Test
  void volumesOfTheOtherSocketAreNotTouched() throws IOException {
    var untouched = kernel.layers(node.target("2"));
    kernel.with(node.dsdSocket(), FileKind.SOCKET).with(other, FileKind.FILE);

    volumes.round();

    assertThat(kernel.layers(node.target("2"))).isEqualTo(untouched);
    assertThat(rebound()).isOne();
  }

  @Test
  void aStaleVolumeOfAnotherDriverIsNeitherCountedNorTouched() throws IOException {
    record(node.target("1"), "other.example.com");
    FileView shown = kernel.at(node.target("1"));
    kernel.with(node.dsdSocket(), FileKind.SOCKET);

    volumes.round();

    assertThat(gauge("volumes.stale")).isZero();
    assertThat(rebound()).isZero();
    assertThat(kernel.at(node.target("1"))).isEqualTo(shown);
  }

  @Test
  void eachRestartOfTheAgentIsHealed() {
    for (int restart = 1; restart <= 3; restart++) {
      kernel.with(node.dsdSocket(), FileKind.SOCKET);
      volumes.round();
      assertThat(rebound()).isEqualTo(restart);
    }
  }

  @Test
  void whatAKilledDriverLeftOpenIsConfinedWhereTheKubeletSaysThatItIsOurs() throws IOException {
    leaveOpen(node.dsdSocket(), node.target("1"));
    leaveOpen(node.apmSocket(), node.target("2"));
    record(node.target("2"), "other.example.com");

    volumes.round();

    assertThat(kernel.mounted(node.target("1"))).endsWith("nodev,noexec,nosuid,ro");
    assertThat(kernel.mounted(node.target("2"))).endsWith(" rw");
    assertThat(count("volumes.confined", "success")).isOne();
  }

  @Test
  void whatTheKernelDoesNotConfineIsCountedAndTriedAgain() throws IOException {
    leaveOpen(node.dsdSocket(), node.target("1"));
    kernel.fail("confine", "EBUSY");
    volumes.round();
    assertThat(count("volumes.confined", "failed")).isOne();

    kernel.recover();
    kernel.with(node.apmSocket(), FileKind.SOCKET); // a reason to look
    volumes.round();

    assertThat(kernel.mounted(node.target("1"))).endsWith("nodev,noexec,nosuid,ro");
  }

  private static Path ours(Path target) throws IOException {
    record(target, Names.DRIVER);
    return target;
  }

  private static void record(Path target, String driver) throws IOException {
    Files.writeString(
        target.resolveSibling("vol_data.json"), "{\"driverName\":\"" + driver + "\"}");
  }

  private void publish(Path source, Path target) {
    kernel.with(target, FileKind.FILE).bind(source, target);
    kernel.confine(target, Access.READ_ONLY);
  }

  private void leaveOpen(Path source, Path target) {
    kernel.unmount(target);
    kernel.bind(source, target);
  }

  private double rebound() {
    return count("volumes.rebound", "success");
  }

  private double count(String name, String outcome) {
    var counter = meters.find(Names.METRICS + name).tag("outcome", outcome).counter();
    return counter == null ? 0 : counter.count();
  }

  private double gauge(String name) {
    return meters.get(Names.METRICS + name).gauge().value();
  }
}

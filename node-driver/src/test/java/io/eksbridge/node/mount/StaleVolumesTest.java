// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.node.Names;
import io.eksbridge.node.Node;
import io.eksbridge.node.NodeDriverMetrics;
import io.eksbridge.node.volume.FileKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StaleVolumesTest {
  @TempDir Path folder;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @Test
  void volumesOfASocketThatTheAgentMadeAnewAreCounted() throws IOException {
    try (var node = new Node(folder.toRealPath())) {
      Path other = folder.toRealPath().resolve("other.txt");
      var kernel =
          new InMemoryMounts()
              .with(node.dsdSocket(), FileKind.SOCKET)
              .with(node.apmSocket(), FileKind.SOCKET)
              .with(other, FileKind.FILE);
      publish(kernel, node.dsdSocket(), node.target("1"));
      publish(kernel, node.apmSocket(), node.target("2"));
      publish(kernel, other, node.target("3"));
      publish(kernel, node.dsdSocket(), folder.toRealPath().resolve("elsewhere"));
      var volumes = new StaleVolumes(kernel, node.config(), new NodeDriverMetrics(meters));

      volumes.look();
      assertThat(gauge("volumes.published")).isEqualTo(2);
      assertThat(gauge("volumes.stale")).isZero();

      kernel.with(node.dsdSocket(), FileKind.SOCKET).with(other, FileKind.FILE);
      volumes.look();
      assertThat(gauge("volumes.published")).isEqualTo(2);
      assertThat(gauge("volumes.stale")).isOne();
    }
  }

  @Test
  void nodeDirectoriesAreCountedToo() throws IOException {
    try (var node = new Node(folder.toRealPath())) {
      Path directory = node.directories().directories().resolve("shop/cache");
      var kernel = new InMemoryMounts().with(directory, FileKind.DIRECTORY);
      kernel.with(node.target("1"), FileKind.DIRECTORY).bind(directory, node.target("1"));
      var volumes = new StaleVolumes(kernel, node.config(), new NodeDriverMetrics(meters));

      volumes.look();

      assertThat(gauge("volumes.published")).isOne();
    }
  }

  private static void publish(InMemoryMounts kernel, Path source, Path target) {
    kernel.with(target, FileKind.FILE).bind(source, target);
  }

  private double gauge(String name) {
    return meters.get(Names.METRICS + name).gauge().value();
  }
}

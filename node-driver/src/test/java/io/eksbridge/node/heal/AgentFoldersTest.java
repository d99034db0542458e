// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.heal;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.node.Node;
import io.eksbridge.node.mount.InMemoryMounts;
import io.eksbridge.node.volume.FileKind;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AgentFoldersTest {
  @TempDir Path folder;

  @Test
  void aDriverThatSeesADeletedFolderIsStartedAnew() throws IOException {
    try (var node = new Node(folder)) {
      var kernel = new InMemoryMounts().with(node.dsdSocket(), FileKind.SOCKET);
      var folders = new AgentFolders(kernel, node.config());

      assertThat(folders.look().up()).isTrue();
      kernel.delete(node.agent());

      assertThat(folders.look().up()).isFalse();
      assertThat(folders.look().details()).hasToString("{deleted=[" + node.agent() + "]}");
    }
  }

  @Test
  void aFolderThatIsNotThereYetIsWaitedFor() throws IOException {
    try (var node = new Node(folder)) {
      assertThat(new AgentFolders(new InMemoryMounts(), node.config()).look().up()).isTrue();
    }
  }
}

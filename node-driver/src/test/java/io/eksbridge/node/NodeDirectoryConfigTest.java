// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eksbridge.node.volume.Limits;
import io.eksbridge.startup.Refusal;
import io.eksbridge.startup.Startup;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NodeDirectoryConfigTest {
  @Test
  void directoriesAreOffAndLimitedUnlessAnOperatorSaysOtherwise() {
    NodeDirectoryConfig config = bound(Map.of());

    assertThat(config)
        .isEqualTo(new NodeDirectoryConfig("/var/lib/datadog-csi-driver", false, "1Gi", "10Gi"));
    assertThat(config.limits()).isEqualTo(new Limits(1L << 30, 10L << 30));
    assertThat(config.directories()).isEqualTo(Path.of("/var/lib/datadog-csi-driver/directories"));
  }

  @Test
  void theOfficialDriversVariableMovesTheStorageAndAnEmptyOneCountsAsNotSet() {
    assertThat(bound(Map.of("DD_STORAGE_PATH", "/data/dd")).storage())
        .isEqualTo(Path.of("/data/dd"));
    assertThat(bound(Map.of("DD_STORAGE_PATH", "")).storage())
        .isEqualTo(Path.of("/var/lib/datadog-csi-driver"));
    assertThat(bound(Map.of("DD_STORAGE_PATH", "/data/dd"), "--storage-path=/flag").storage())
        .isEqualTo(Path.of("/flag"));
    assertThat(bound(Map.of(), "--node-directory-enabled=true").nodeDirectoryEnabled()).isTrue();
    assertThat(bound(Map.of("DD_NODE_DIRECTORY_ENABLED", "true")).nodeDirectoryEnabled()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "relative,     1Gi, 10Gi, --storage-path",
    "/a/../b,      1Gi, 10Gi, --storage-path",
    "/s,           0,   10Gi, --node-directory-limit",
    "/s,           1GB, 10Gi, --node-directory-limit",
    "/s,           1Gi, much, --node-directory-total-limit",
    "/s,           2Gi, 1Gi,  --node-directory-total-limit",
  })
  void validations(String storage, String each, String all, String flag) {
    assertThatThrownBy(() -> new NodeDirectoryConfig(storage, true, each, all))
        .isInstanceOf(Refusal.class)
        .message()
        .startsWith(flag + " must")
        .hasLineCount(1);
  }

  private static NodeDirectoryConfig bound(Map<String, String> variables, String... flags) {
    var line = Startup.commandLine(new NodeDriver(), NodeDriver.PREFIXES, variables);
    List<String> all = new java.util.ArrayList<>(List.of(flags));
    all.add("--node-id=n");
    var _ = line.parseArgs(all.toArray(String[]::new));
    try (var context =
        Startup.context(
            NodeDriverConfig.SERVICE,
            line.getCommandSpec(),
            Map.of("grpc.server.enabled", false))) {
      return context.start().getBean(NodeDirectoryConfig.class);
    }
  }
}

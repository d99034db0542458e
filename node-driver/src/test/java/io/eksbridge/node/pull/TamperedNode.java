// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.pull;

import csi.v1.NodePublishVolumeRequest;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A node with something between it and its registry.
abstract class TamperedNode extends LibraryNode {
  Tampering between;

  @BeforeEach
  void tamper() throws Exception {
    stop();
    between = new Tampering(registry);
    startBehind(Map.of());
  }

  /// Starts the driver, with further properties.
  void startBehind(Map<String, Object> more) {
    Map<String, Object> properties =
        new HashMap<>(
            Map.of(
                "node-driver.registry-allow-list",
                between.host() + "/datadoghq",
                "node-driver.registry-plain-http-hosts",
                between.host()));
    properties.putAll(more);
    start(properties);
  }

  @AfterEach
  void honest() {
    if (between != null) {
      between.close();
    }
  }

  /// A volume of a library behind what is between.
  NodePublishVolumeRequest asked(String name, String version, Path target) {
    return with(volume(name, version, target), "registry", between.host() + "/datadoghq");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node;

import io.eksbridge.node.volume.ByteSize;
import io.eksbridge.node.volume.Limits;
import io.eksbridge.node.volume.NodeDirectory;
import io.eksbridge.startup.Refusal;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;

/// What an operator may set about node directories.
///
/// @param storagePath the driver's own folder, on the disk of the node
/// @param nodeDirectoryEnabled whether pods may have node directories
/// @param nodeDirectoryLimit bytes that one of them may hold
/// @param nodeDirectoryTotalLimit bytes that all of them may hold
@ConfigurationProperties(NodeDriverConfig.SERVICE)
public record NodeDirectoryConfig(
    @Bindable(defaultValue = STORAGE_PATH) String storagePath,
    @Bindable(defaultValue = ENABLED) boolean nodeDirectoryEnabled,
    @Bindable(defaultValue = LIMIT) String nodeDirectoryLimit,
    @Bindable(defaultValue = TOTAL_LIMIT) String nodeDirectoryTotalLimit) {

  static final String STORAGE_PATH = "/var/lib/datadog-csi-driver";
  static final String ENABLED = "false";
  static final String LIMIT = "1Gi";
  static final String TOTAL_LIMIT = "10Gi";

  /// Refuses what cannot work, in one line that names the flag.
  public NodeDirectoryConfig {
    NodeDriverConfig.absolute("--storage-path", storagePath);
    long each = bytes("--node-directory-limit", nodeDirectoryLimit);
    long all = bytes("--node-directory-total-limit", nodeDirectoryTotalLimit);
    if (all < each) {
      throw new Refusal(
          "--node-directory-total-limit must not be below --node-directory-limit: "
              + nodeDirectoryTotalLimit);
    }
  }

  /// The driver's own folder.
  public Path storage() {
    return Path.of(storagePath);
  }

  /// The folder of all node directories.
  public Path directories() {
    return storage().resolve(NodeDirectory.FOLDER);
  }

  /// How much may be stored.
  public Limits limits() {
    return new Limits(
        bytes("--node-directory-limit", nodeDirectoryLimit),
        bytes("--node-directory-total-limit", nodeDirectoryTotalLimit));
  }

  private static long bytes(String flag, String text) {
    return ByteSize.parse(text)
        .orElseThrow(
            () -> new Refusal(flag + " must be a size such as 500Mi or 1Gi, above 0: " + text));
  }
}

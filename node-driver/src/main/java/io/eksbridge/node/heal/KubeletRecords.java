// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.heal;

import io.eksbridge.node.api.Json;
import io.eksbridge.node.volume.TargetPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the kubelet wrote beside each volume before it called the driver: whose the volume is.
///
/// @param driver our name
record KubeletRecords(String driver) {
  private static final String RECORD = "vol_data.json"; // pkg/volume/csi of the kubelet
  private static final String DRIVER = "driverName"; // a field of it

  /// Whether the volume is this driver's; nobody's word means no.
  boolean isOurs(TargetPath target) {
    Path record = target.path().resolveSibling(RECORD);
    try {
      return Json.text(Files.readString(record), DRIVER).filter(driver::equals).isPresent();
    } catch (IOException unreadable) {
      return false;
    }
  }
}

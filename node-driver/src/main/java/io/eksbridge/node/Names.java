// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node;

/// The names by which the cluster knows this driver; pods, charts and Datadog's own webhooks spell
/// them too.
public final class Names {
  /// The CSI driver's name, in pods' volumes and in the CSIDriver object.
  public static final String DRIVER = "k8s.csi.datadoghq.com";

  /// The folder below the kubelet's that belongs to the driver.
  public static final String PLUGIN_FOLDER = "plugins/datadog.csi";

  /// The registration socket, beside the CSI socket.
  static final String REGISTRATION_SOCKET = "reg.sock";

  /// What the names of all meters begin with.
  public static final String METRICS = "datadog.csi.driver.";

  private Names() {}
}

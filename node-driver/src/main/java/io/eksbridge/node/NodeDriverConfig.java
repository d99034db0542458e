// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node;

import io.eksbridge.node.volume.AgentSockets;
import io.eksbridge.startup.Refusal;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;

/// All that an operator may set.
///
/// @param csiEndpoint where the kubelet calls this driver, as this process sees it
/// @param driverName the name in pods' volumes
/// @param dsdHostSocketPath the Agent's DogStatsD socket
/// @param apmHostSocketPath the Agent's trace socket
/// @param dsdStreamHostSocketPath the Agent's DogStatsD stream socket
/// @param kubeletPath the kubelet's folder, at the same place here and on the node
/// @param kubeletRegistrationPath the CSI socket as the kubelet sees it; else the usual
/// @param nodeId the node's name
/// @param metricsPort where health and metrics are served
@ConfigurationProperties(NodeDriverConfig.SERVICE)
public record NodeDriverConfig(
    @Bindable(defaultValue = CSI_ENDPOINT) String csiEndpoint,
    @Bindable(defaultValue = Names.DRIVER) String driverName,
    @Bindable(defaultValue = DSD_HOST_SOCKET_PATH) String dsdHostSocketPath,
    @Bindable(defaultValue = APM_HOST_SOCKET_PATH) String apmHostSocketPath,
    @Bindable(defaultValue = DSD_STREAM_HOST_SOCKET_PATH) String dsdStreamHostSocketPath,
    @Bindable(defaultValue = KUBELET_PATH) String kubeletPath,
    @Bindable(defaultValue = "") String kubeletRegistrationPath,
    @Bindable(defaultValue = "") String nodeId,
    @Bindable(defaultValue = METRICS_PORT) int metricsPort) {

  /// The prefix of the properties.
  public static final String SERVICE = "node-driver";

  static final String CSI_ENDPOINT = "unix:///csi/csi.sock";
  static final String DSD_HOST_SOCKET_PATH = "/var/run/datadog/dsd.socket";
  static final String APM_HOST_SOCKET_PATH = "/var/run/datadog/apm.socket";
  static final String DSD_STREAM_HOST_SOCKET_PATH = "/var/run/datadog/dsd-stream.socket";
  static final String KUBELET_PATH = "/var/lib/kubelet";
  static final String METRICS_PORT = "5000";

  private static final String UNIX = "unix://";
  private static final int LONGEST_SOCKET_PATH = 107; // sockaddr_un holds 108 bytes with its end
  private static final String BESIDE =
      ".0123456789"; // as long as the names that sockets are made by
  private static final Set<String> SHARED = Set.of("/", "/run", "/tmp", "/var", "/var/run");
  private static final String DRIVER_NAME = "[a-zA-Z0-9]([-.a-zA-Z0-9]{0,61}[a-zA-Z0-9])?";

  /// Refuses what cannot work, in one line that names the flag.
  public NodeDriverConfig {
    if (!csiEndpoint.startsWith(UNIX)) {
      throw new Refusal("--csi-endpoint must be unix:// and an absolute path: " + csiEndpoint);
    }
    socket("--csi-endpoint", csiEndpoint.substring(UNIX.length()));
    socket("--csi-endpoint", csiSocket(csiEndpoint).resolveSibling(BESIDE).toString());
    if (!driverName.matches(DRIVER_NAME)) {
      throw new Refusal(
          "--driver-name must be at most 63 letters, digits, dots and dashes: " + driverName);
    }
    ofTheAgent("--dsd-host-socket-path", dsdHostSocketPath);
    ofTheAgent("--apm-host-socket-path", apmHostSocketPath);
    ofTheAgent("--dsd-stream-host-socket-path", dsdStreamHostSocketPath);
    absolute("--kubelet-path", kubeletPath);
    if (!kubeletRegistrationPath.isEmpty()) {
      absolute("--kubelet-registration-path", kubeletRegistrationPath);
    }
    socket("--kubelet-path", kubeletPath + "/plugins_registry/" + driverName + "-reg.sock");
    if (nodeId.isBlank()) {
      throw new Refusal("--node-id, or the variable NODE_ID, must be the name of this node");
    }
    if (metricsPort < 1 || metricsPort > 65535) {
      throw new Refusal("--metrics-port must be from 1 to 65535: " + metricsPort);
    }
  }

  /// The CSI socket, as this process sees it.
  public Path csiSocket() {
    return csiSocket(csiEndpoint);
  }

  /// The CSI socket, as the kubelet sees it.
  public Path csiSocketForKubelet() {
    return kubeletRegistrationPath.isEmpty()
        ? kubelet().resolve(Names.PLUGIN_FOLDER, "driver", "csi.sock")
        : Path.of(kubeletRegistrationPath);
  }

  /// The socket by which the kubelet registers this driver, as this process sees it.
  public Path registrationSocket() {
    return csiSocket().resolveSibling(Names.REGISTRATION_SOCKET);
  }

  /// The same, as the kubelet sees it.
  public Path registrationSocketForKubelet() {
    return csiSocketForKubelet().resolveSibling(Names.REGISTRATION_SOCKET);
  }

  /// Where the kubelet looks for it, and finds a link to it.
  public Path registrationLink() {
    return kubelet().resolve("plugins_registry", driverName + "-reg.sock");
  }

  /// Where the Agent listens.
  public AgentSockets agent() {
    return new AgentSockets(
        Path.of(dsdHostSocketPath), Path.of(apmHostSocketPath), Path.of(dsdStreamHostSocketPath));
  }

  /// The kubelet's folder.
  public Path kubelet() {
    return Path.of(kubeletPath);
  }

  private static Path csiSocket(String endpoint) {
    return Path.of(endpoint.substring(UNIX.length()));
  }

  private static void socket(String flag, String path) {
    absolute(flag, path);
    if (path.getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET_PATH) {
      throw new Refusal(
          flag + " makes a socket's path longer than " + LONGEST_SOCKET_PATH + " bytes: " + path);
    }
  }

  /// A pod that asks for the folder of a socket is shown all of it, and can connect to whatever
  /// else listens there: in `/run` that would be the container runtime.
  private static void ofTheAgent(String flag, String given) {
    absolute(flag, given);
    Path folder = Path.of(given).getParent();
    if (SHARED.contains(String.valueOf(folder))) {
      throw new Refusal(
          flag + " must be in a folder of the Agent's own, pods are shown all of it: " + given);
    }
  }

  static void absolute(String flag, String given) {
    try {
      Path path = Path.of(given);
      if (!path.isAbsolute() || path.getFileName() == null || !path.equals(path.normalize())) {
        throw new Refusal(flag + " must be an absolute path without . or ..: " + given);
      }
    } catch (InvalidPathException problem) {
      throw new Refusal(flag + " must be a path: " + problem.getReason(), problem);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node;

import io.eksbridge.node.taint.StartupTaint;
import io.eksbridge.node.volume.AgentSockets;
import io.eksbridge.startup.Refusal;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the driver may do at the API server, and how it gets there.
///
/// @param removeStartupTaint whether the driver's own taint is removed
/// @param removeAgentTaint whether the Agent's is, too
/// @param agentTaintSockets which sockets the Agent's taint waits for, separated by commas
/// @param staleVolumeEvents whether pods are told of stale volumes
/// @param podLogsPath where the kubelet keeps pods' logs
/// @param apiServer its address; when empty, the one that the kubelet names to every pod
/// @param serviceAccountPath the folder of token and authority
@ConfigurationProperties(NodeDriverConfig.SERVICE)
public record ClusterConfig(
    @Bindable(defaultValue = REMOVE_STARTUP_TAINT) boolean removeStartupTaint,
    @Bindable(defaultValue = REMOVE_AGENT_TAINT) boolean removeAgentTaint,
    @Bindable(defaultValue = AGENT_TAINT_SOCKETS) String agentTaintSockets,
    @Bindable(defaultValue = STALE_VOLUME_EVENTS) boolean staleVolumeEvents,
    @Bindable(defaultValue = POD_LOGS_PATH) String podLogsPath,
    @Bindable(defaultValue = "") String apiServer,
    @Bindable(defaultValue = SERVICE_ACCOUNT_PATH) String serviceAccountPath) {

  static final String REMOVE_STARTUP_TAINT = "true";
  static final String REMOVE_AGENT_TAINT = "false";
  static final String AGENT_TAINT_SOCKETS = "dsd,apm";
  static final String STALE_VOLUME_EVENTS = "true";
  static final String POD_LOGS_PATH = "/var/log/pods";
  static final String SERVICE_ACCOUNT_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";

  private static final List<String> SOCKETS = List.of("dsd", "apm", "dsd-stream");

  /// Refuses what cannot work, in one line that names the flag.
  public ClusterConfig {
    List<String> named = List.of(agentTaintSockets.split(",", -1));
    if (!SOCKETS.containsAll(named)) {
      throw new Refusal(
          "--agent-taint-sockets must be a list of dsd, apm and dsd-stream: " + agentTaintSockets);
    }
    absolute("--pod-logs-path", podLogsPath);
    absolute("--service-account-path", serviceAccountPath);
    https(apiServer);
  }

  /// Refuses what is no address of an API server; none at all is one.
  static void https(String apiServer) {
    if (!apiServer.isEmpty() && !isHttps(apiServer)) {
      throw new Refusal("--api-server must be https://, a host and perhaps a port: " + apiServer);
    }
  }

  /// Which taints may be removed, by key.
  public Map<String, StartupTaint> taints(String driverName) {
    Map<String, StartupTaint> taints = new LinkedHashMap<>();
    if (removeStartupTaint) {
      taints.put(StartupTaint.driverKey(driverName), StartupTaint.DRIVER);
    }
    if (removeAgentTaint) {
      taints.put(StartupTaint.AGENT_KEY, StartupTaint.AGENT);
    }
    return taints;
  }

  /// The sockets that the Agent's taint waits for.
  public List<Path> awaited(AgentSockets agent) {
    return List.of(agentTaintSockets.split(",", -1)).stream()
        .map(
            name ->
                switch (name) {
                  case "dsd" -> agent.dsd();
                  case "apm" -> agent.apm();
                  default -> agent.dsdStream();
                })
        .toList();
  }

  private static boolean isHttps(String address) {
    try {
      URI uri = URI.create(address);
      return "https".equals(uri.getScheme())
          && uri.getHost() != null
          && (uri.getRawPath() == null || uri.getRawPath().isEmpty())
          && uri.getRawQuery() == null;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static void absolute(String flag, String given) {
    try {
      if (!Path.of(given).isAbsolute()) {
        throw new Refusal(flag + " must be an absolute path: " + given);
      }
    } catch (InvalidPathException problem) {
      throw new Refusal(flag + " must be a path: " + problem.getReason(), problem);
    }
  }
}

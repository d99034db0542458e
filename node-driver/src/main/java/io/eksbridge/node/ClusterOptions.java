// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The flags about the API server; [ClusterConfig] checks them.
final class ClusterOptions {
  @Option(
      names = "--remove-startup-taint",
      paramLabel = "<true|false>",
      arity = "1",
      defaultValue = ClusterConfig.REMOVE_STARTUP_TAINT,
      description =
          "Remove the taint <driver-name>/agent-not-ready from this node once the kubelet has"
              + " registered the driver. Default: ${DEFAULT-VALUE}")
  boolean removeStartupTaint;

  @Option(
      names = "--remove-agent-taint",
      paramLabel = "<true|false>",
      arity = "1",
      defaultValue = ClusterConfig.REMOVE_AGENT_TAINT,
      description =
          "Remove the taint agent.datadoghq.com/not-ready too, once the Agent's sockets accept"
              + " connections. Default: ${DEFAULT-VALUE}")
  boolean removeAgentTaint;

  @Option(
      names = "--agent-taint-sockets",
      paramLabel = "<name,...>",
      defaultValue = ClusterConfig.AGENT_TAINT_SOCKETS,
      description =
          "Which sockets those are: of dsd, apm and dsd-stream. Default: ${DEFAULT-VALUE}")
  String agentTaintSockets;

  @Option(
      names = "--stale-volume-events",
      paramLabel = "<true|false>",
      arity = "1",
      defaultValue = ClusterConfig.STALE_VOLUME_EVENTS,
      description =
          "Tell a pod by an Event that its volume shows a socket that the Agent has deleted."
              + " Default: ${DEFAULT-VALUE}")
  boolean staleVolumeEvents;

  @Option(
      names = "--pod-logs-path",
      paramLabel = "<path>",
      defaultValue = ClusterConfig.POD_LOGS_PATH,
      description =
          "Where the kubelet keeps pods' logs: the folders' names tell a pod's name by its uid."
              + " Default: ${DEFAULT-VALUE}")
  String podLogsPath;

  @Mixin AccountOptions account;
}

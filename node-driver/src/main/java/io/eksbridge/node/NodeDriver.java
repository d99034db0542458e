// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node;

import io.eksbridge.node.csi.UnixTransport;
import io.eksbridge.startup.Ahead;
import io.eksbridge.startup.Startup;
import io.eksbridge.startup.Subcommands;
import io.eksbridge.startup.Version;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The command line of the driver.
@Command(
    name = NodeDriverConfig.SERVICE,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description =
        "CSI node driver that publishes the Datadog Agent's sockets and tracing libraries into pods.",
    footer = {
      "",
      "A flag --some-flag may also be set by the variable DD_SOME_FLAG or NODE_DRIVER_SOME_FLAG."
    })
public final class NodeDriver implements Callable<Integer>, Ahead, Subcommands {
  /// What the variables' names may begin with: Datadog's own spelling first.
  static final List<String> PREFIXES = List.of("DD", "NODE_DRIVER");

  @Spec CommandSpec command;

  @Option(
      names = "--csi-endpoint",
      paramLabel = "<address>",
      defaultValue = NodeDriverConfig.CSI_ENDPOINT,
      description = "Socket that the kubelet calls. Default: ${DEFAULT-VALUE}")
  String csiEndpoint;

  @Option(
      names = "--driver-name",
      paramLabel = "<name>",
      defaultValue = Names.DRIVER,
      description = "Name in the pods' volumes. Default: ${DEFAULT-VALUE}")
  String driverName;

  @Option(
      names = "--dsd-host-socket-path",
      paramLabel = "<path>",
      defaultValue = NodeDriverConfig.DSD_HOST_SOCKET_PATH,
      description = "The Agent's DogStatsD socket. Default: ${DEFAULT-VALUE}")
  String dsdHostSocketPath;

  @Option(
      names = "--apm-host-socket-path",
      paramLabel = "<path>",
      defaultValue = NodeDriverConfig.APM_HOST_SOCKET_PATH,
      description = "The Agent's trace socket. Default: ${DEFAULT-VALUE}")
  String apmHostSocketPath;

  @Option(
      names = "--dsd-stream-host-socket-path",
      paramLabel = "<path>",
      defaultValue = NodeDriverConfig.DSD_STREAM_HOST_SOCKET_PATH,
      description = "The Agent's DogStatsD stream socket. Default: ${DEFAULT-VALUE}")
  String dsdStreamHostSocketPath;

  @Option(
      names = "--kubelet-path",
      paramLabel = "<path>",
      defaultValue = NodeDriverConfig.KUBELET_PATH,
      description =
          "The kubelet's folder: targets must lie below its pods/, and the driver registers in its"
              + " plugins_registry/. Default: ${DEFAULT-VALUE}")
  String kubeletPath;

  @Option(
      names = "--kubelet-registration-path",
      paramLabel = "<path>",
      description =
          "The CSI socket as the kubelet sees it. Default: <kubelet-path>/"
              + Names.PLUGIN_FOLDER
              + "/driver/csi.sock")
  String kubeletRegistrationPath;

  @Option(
      names = "--node-id",
      paramLabel = "<name>",
      description = "Name of this node. Default: the variable NODE_ID")
  String nodeId;

  @Option(
      names = "--storage-path",
      paramLabel = "<path>",
      defaultValue = NodeDirectoryConfig.STORAGE_PATH,
      description = "The driver's own folder, on the disk of the node. Default: ${DEFAULT-VALUE}")
  String storagePath;

  @Option(
      names = "--node-directory-enabled",
      paramLabel = "<true|false>",
      arity = "1",
      defaultValue = NodeDirectoryConfig.ENABLED,
      description =
          "Let pods have directories of the node, below the storage path. Default:"
              + " ${DEFAULT-VALUE}")
  boolean nodeDirectoryEnabled;

  @Option(
      names = "--node-directory-limit",
      paramLabel = "<size>",
      defaultValue = NodeDirectoryConfig.LIMIT,
      description =
          "From so many bytes on no further pod gets that directory. Default: ${DEFAULT-VALUE}")
  String nodeDirectoryLimit;

  @Option(
      names = "--node-directory-total-limit",
      paramLabel = "<size>",
      defaultValue = NodeDirectoryConfig.TOTAL_LIMIT,
      description =
          "From so many bytes in all on no further pod gets a directory. Default:"
              + " ${DEFAULT-VALUE}")
  String nodeDirectoryTotalLimit;

  @Option(
      names = "--metrics-port",
      paramLabel = "<port>",
      defaultValue = NodeDriverConfig.METRICS_PORT,
      description = "Health and metrics. Default: ${DEFAULT-VALUE}")
  int metricsPort;

  @Mixin ClusterOptions cluster;

  @Mixin LibraryOptions libraries;

  /// Runs the driver until it is told to stop.
  public static void main(String[] arguments) {
    System.exit(Startup.execute(new NodeDriver(), PREFIXES, arguments));
  }

  @Override
  public List<Class<?>> subcommands() {
    return List.of(VolumesCommand.class);
  }

  @Override
  public void loadAhead() {
    UnixTransport.load();
  }

  @Override
  public Integer call() {
    return Startup.serve(NodeDriverConfig.SERVICE, command, Map.of());
  }
}

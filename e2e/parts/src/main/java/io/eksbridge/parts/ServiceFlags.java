// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The arguments with which each service serves, alone on an empty cluster, until it is stopped.
public final class ServiceFlags {
  private ServiceFlags() {}

  /// The command of `service` that serves; empty where the service itself does.
  public static String command(String service) {
    return service.equals("fargate-injector") ? "webhook" : "";
  }

  /// The arguments of the service `name`, with its sockets below `folder` and health and metrics at
  /// `port`.
  public static String[] of(String name, Path folder, Cluster api, ServingPair pair, int port)
      throws IOException {
    return switch (name) {
      case "node-driver" ->
          new String[] {
            "--csi-endpoint=unix://" + folder.resolve("csi.sock"),
            "--kubelet-path=" + kubelet(folder),
            "--node-id=node",
            "--metrics-port=" + port
          };
      case "fargate-injector" ->
          new String[] {
            "webhook",
            "--kubeconfig=" + api.kubeconfig(),
            "--port=" + Child.freePort(),
            "--management-port=" + port,
            "--tls-certificate=" + pair.certificate(),
            "--tls-key=" + pair.key(),
            "--drain-wait=PT0S"
          };
      default ->
          new String[] {
            "--kubeconfig=" + api.kubeconfig(),
            "--api-key-source=default/source/api-key",
            "--token-source=default/source/token",
            "--management-port=" + port
          };
    };
  }

  /// The kubelet's folder, with the place where plugins register.
  private static Path kubelet(Path folder) throws IOException {
    return Files.createDirectories(folder.resolve("kubelet/plugins_registry"))
        .resolve("..")
        .normalize();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.api;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Who a pod is to its API server, and where that is.
///
/// @param server its address
/// @param folder where the kubelet keeps the token and the authority's certificates; both change
public record ServiceAccount(URI server, Path folder) {
  private static final String HOST = "KUBERNETES_SERVICE_HOST";
  private static final String PORT = "KUBERNETES_SERVICE_PORT";

  /// The account, where there is one.
  ///
  /// @param address of the API server; when empty, the one that the kubelet names to every pod
  public static Optional<ServiceAccount> find(
      String address, Path folder, Map<String, String> environment) {
    if (!Files.isReadable(folder.resolve("token"))) {
      return Optional.empty();
    }
    if (!address.isEmpty()) {
      return Optional.of(new ServiceAccount(URI.create(address), folder));
    }
    String host = environment.getOrDefault(HOST, "");
    if (host.isEmpty()) {
      return Optional.empty();
    }
    String name = host.contains(":") ? "[" + host + "]" : host;
    String port = environment.getOrDefault(PORT, "443");
    return Optional.of(new ServiceAccount(URI.create("https://" + name + ":" + port), folder));
  }

  String token() throws IOException {
    return Files.readString(folder.resolve("token")).strip();
  }

  byte[] authority() throws IOException {
    return Files.readAllBytes(folder.resolve("ca.crt"));
  }
}

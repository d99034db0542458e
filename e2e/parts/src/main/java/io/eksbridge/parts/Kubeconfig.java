// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// How clients reach an API: its address, a bearer token and, with TLS, whom to trust.
public record Kubeconfig(String url, String token, @Nullable Path authority) {

  /// For an API on the loopback without TLS, with a fresh token.
  public static Kubeconfig plain(String url) {
    return new Kubeconfig(url, UUID.randomUUID().toString(), null);
  }

  /// Writes it as clients read it.
  public Path write(Path file) throws IOException {
    String trust = authority == null ? "" : "\n    certificate-authority: " + authority;
    return Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        clusters:
        - name: cluster
          cluster:
            server: %s%s
        users:
        - name: admin
          user:
            token: %s
        contexts:
        - name: context
          context:
            cluster: cluster
            user: admin
        current-context: context
        """
            .formatted(url, trust, token));
  }

  @Override
  public String toString() {
    return "Kubeconfig[" + url + "]";
  }
}

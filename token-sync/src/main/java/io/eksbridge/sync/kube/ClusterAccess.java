// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.kube;

import io.eksbridge.startup.Refusal;
import io.eksbridge.sync.TokenSyncConfig;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.kubernetes.client.ApiClientFactory;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How the API server is reached: by the kubeconfig that was named or as the pod's ServiceAccount,
/// never by what happens to lie in a home folder.
@Factory
final class ClusterAccess {
  private static final Path SERVICE_ACCOUNT =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");
  private static final Duration PING = Duration.ofSeconds(10);

  /// Without the interceptor that the replaced one has: it logs headers, and so the bearer token.
  @Singleton
  @Replaces(bean = ApiClient.class, factory = ApiClientFactory.class)
  ApiClient apiClient(TokenSyncConfig config) throws IOException {
    String kubeconfig = config.kubeconfig();
    return (kubeconfig == null ? inCluster() : from(Path.of(kubeconfig)))
        .setReadTimeout(Duration.ZERO) // each call has a deadline of its own
        .setPingInterval(PING)
        .build();
  }

  static ClientBuilder from(Path file) {
    try {
      KubeConfig kubeconfig = KubeConfig.loadKubeConfig(new StringReader(Files.readString(file)));
      kubeconfig.setFile(file.toFile());
      if (server(kubeconfig) == null) {
        throw new Refusal("--kubeconfig " + file + " names no server in its current context");
      }
      return ClientBuilder.kubeconfig(kubeconfig);
    } catch (IOException unreadable) {
      throw new Refusal("--kubeconfig " + file + " cannot be read", unreadable);
    } catch (Refusal refusal) {
      throw refusal;
    } catch (RuntimeException malformed) {
      throw new Refusal("--kubeconfig " + file + " is not a kubeconfig", malformed);
    }
  }

  private static @Nullable String server(KubeConfig kubeconfig) {
    return kubeconfig.getServer();
  }

  private static ClientBuilder inCluster() throws IOException {
    if (System.getenv("KUBERNETES_SERVICE_HOST") == null || !Files.isReadable(SERVICE_ACCOUNT)) {
      throw new Refusal("--kubeconfig must name a file: this is no pod with a ServiceAccount");
    }
    return ClientBuilder.cluster();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.api;

import io.eksbridge.inject.WatchConfig;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.kubernetes.client.ApiClientFactory;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;

/// Points the client to the file of `--kubeconfig`, with the paths in it relative to it, or to the
/// cluster that the process runs in; a file that merely lies around is not asked.
@Factory
final class Kubeconfig {
  @Singleton
  @Replaces(bean = ClientBuilder.class, factory = ApiClientFactory.class)
  ClientBuilder clientBuilder(WatchConfig config) throws IOException {
    Path file = config.kubeconfig();
    if (file == null) {
      return ClientBuilder.cluster();
    }
    try (Reader reader = Files.newBufferedReader(file)) {
      KubeConfig kubeconfig = KubeConfig.loadKubeConfig(reader);
      kubeconfig.setFile(file.toFile());
      return ClientBuilder.kubeconfig(kubeconfig);
    }
  }
}

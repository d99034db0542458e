// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// token-sync as it serves, in this process, on a free port.
final class RunningTokenSync implements AutoCloseable {
  private final ApplicationContext context;
  private final URI management;
  private final HttpClient client = HttpClient.newHttpClient();

  RunningTokenSync(Path kubeconfig, Map<String, Object> more) {
    var properties = new HashMap<String, Object>(more);
    properties.putIfAbsent("token-sync.api-key-source", "datadog/datadog/api-key");
    properties.putIfAbsent("token-sync.token-source", "datadog/datadog-cluster-agent/token");
    properties.put("token-sync.kubeconfig", kubeconfig.toString());
    properties.put("token-sync.management-port", -1);
    context = ApplicationContext.builder().deduceEnvironment(false).properties(properties).start();
    management = context.getBean(EmbeddedServer.class).start().getURI();
  }

  /// What is answered on the management port, by status.
  HttpResponse<String> ask(String path) {
    try {
      return client.send(
          HttpRequest.newBuilder(management.resolve(path)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new AssertionError(path, failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError(path, stopped);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    if (context.isRunning()) {
      context.close();
    }
  }
}

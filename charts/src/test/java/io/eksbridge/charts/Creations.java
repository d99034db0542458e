// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eksbridge.parts.ApiClient;
import io.eksbridge.parts.RunningApiServer;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Pods for Fargate that are created one after the other, by a few at once, as dry runs; and what
/// became of them.
final class Creations {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final AtomicInteger all = new AtomicInteger();
  private final AtomicInteger missed = new AtomicInteger();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final String namespace;
  private final List<Thread> threads;
  private volatile boolean ended;

  private Creations(String namespace, int creators) {
    this.namespace = namespace;
    this.threads =
        IntStream.range(0, creators).mapToObj(_ -> Thread.ofVirtual().start(this::create)).toList();
  }

  /// Begins, in a namespace that has a ServiceAccount.
  static Creations begin(String namespace, int creators) {
    return new Creations(namespace, creators);
  }

  /// Creates one; whether it was given its sidecar.
  static boolean injected(ApiClient api, String namespace)
      throws IOException, InterruptedException {
    JsonNode pod =
        JSON.readTree(
            """
            {"apiVersion":"v1","kind":"Pod","metadata":{"generateName":"cart-"},"spec":{
            "schedulerName":"fargate-scheduler","containers":[{"name":"cart","image":"cart:1"}]}}
            """);
    return api.must("POST", "/api/v1/namespaces/" + namespace + "/pods?dryRun=All", pod)
        .toString()
        .contains("datadog-agent-injected");
  }

  int all() {
    return all.get();
  }

  int missed() {
    return missed.get();
  }

  void end() throws InterruptedException {
    ended = true;
    for (Thread thread : threads) {
      thread.join();
    }
    Exception broken = failure.get();
    if (broken != null) {
      throw new AssertionError("after " + all, Objects.requireNonNull(broken));
    }
  }

  private void create() {
    try (ApiClient api = RunningApiServer.client()) {
      while (!ended) {
        all.incrementAndGet();
        if (!injected(api, namespace)) {
          missed.incrementAndGet();
        }
      }
    } catch (Exception broken) {
      failure.set(broken);
    }
  }
}

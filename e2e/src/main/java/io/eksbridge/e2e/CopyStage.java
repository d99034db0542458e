// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.eksbridge.parts.ApiClient;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Makes the cluster that [CopySpeed] measures on.
record CopyStage(ApiClient api) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Many Secrets of other people, some in each namespace.
  void secrets(int from, int to) throws Exception {
    atOnce(
        IntStream.range(from, to)
            .mapToObj(
                n ->
                    () ->
                        secret(
                            "n" + n % CopySpeed.NAMESPACES, "s" + n, "blob", "x".repeat(2_000))));
  }

  /// A namespace with our label.
  Void namespace(String name, String fargate) throws IOException, InterruptedException {
    var object = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Namespace");
    object
        .putObject("metadata")
        .put("name", name)
        .putObject("labels")
        .put("eksbridge.io/fargate", fargate);
    var _ = api.must("POST", "/api/v1/namespaces", object);
    return null;
  }

  /// A Secret with one value, applied.
  Void secret(String namespace, String name, String key, String value)
      throws IOException, InterruptedException {
    var object = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Secret");
    object.putObject("metadata").put("name", name).put("namespace", namespace);
    object.putObject("stringData").put(key, value);
    var _ =
        api.must(
            "PATCH",
            "/api/v1/namespaces/"
                + namespace
                + "/secrets/"
                + name
                + "?fieldManager=test&force=true",
            "application/apply-patch+yaml",
            object);
    return null;
  }

  /// Sixteen at a time.
  static void atOnce(Stream<Callable<Void>> work) throws InterruptedException, ExecutionException {
    try (ExecutorService workers = Executors.newFixedThreadPool(16)) {
      for (Future<Void> done : workers.invokeAll(work.toList())) {
        done.get();
      }
    }
  }
}

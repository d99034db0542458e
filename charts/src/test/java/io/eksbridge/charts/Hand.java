// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.parts.ApiClient;
import java.io.IOException;
import java.util.Base64;

/// What an administrator does to a cluster, so that our processes have something to do.
record Hand(Kubectl kubectl, ApiClient api) {
  private static final String COPY = "datadog-secret";

  /// Whether the API has it.
  boolean there(Thing thing) throws IOException, InterruptedException {
    return api.ask("GET", thing.path).statusCode() == 200;
  }

  /// A condition that is not ours is gone again: an apply cannot do that.
  void added(Thing configuration) throws Exception {
    patch(
        configuration,
        "[{\"op\":\"add\",\"path\":\"/webhooks/0/matchConditions/-\",\"value\":{\"name\":\"never\",\"expression\":\"false\"}}]");
    WithController.soon(
        "replaced", () -> !api.ask("GET", configuration.path).body().contains("\"never\""));
  }

  /// Edits it, by a JSON patch or by one that is merged.
  void patch(Thing thing, String patch) throws Exception {
    String type = patch.startsWith("[") ? "json-patch" : "merge-patch";
    var answer = api.send("PATCH", thing.path, "application/" + type + "+json", patch);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  /// Waits until a namespace has a copy with this token.
  void copied(String namespace, String token) throws Exception {
    holds(namespace, COPY, token);
  }

  /// Waits until a Secret has this value.
  void holds(String namespace, String name, String value) throws Exception {
    String wanted = Base64.getEncoder().encodeToString(value.getBytes(UTF_8));
    WithController.soon(
        name + " in " + namespace,
        () -> api.ask("GET", secret(namespace, name)).body().contains(wanted));
  }

  /// Waits until a namespace has an Event.
  void told(String namespace) throws Exception {
    WithController.soon(
        "an Event in " + namespace,
        () ->
            api.ask("GET", "/api/v1/namespaces/" + namespace + "/events")
                .body()
                .contains("\"reason\""));
  }

  /// Where the copy of a namespace is.
  String copy(String namespace) {
    return secret(namespace, COPY);
  }

  private static String secret(String namespace, String name) {
    return "/api/v1/namespaces/" + namespace + "/secrets/" + name;
  }

  /// Makes a Secret with one value, or gives it another.
  void secret(String namespace, String name, String key, String value) throws Exception {
    kubectl.apply(
        "{apiVersion: v1, kind: Secret, metadata: {name: %s, namespace: %s}, stringData: {%s: %s}}"
            .formatted(name, namespace, key, value),
        "--force-conflicts");
  }
}

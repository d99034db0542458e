// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eksbridge.parts.ApiClient;
import io.eksbridge.parts.Child;
import io.eksbridge.parts.Patience;
import io.eksbridge.parts.RunningApiServer;
import io.eksbridge.parts.Service;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// The controller on the real API server of the test run, with the rights of its chart and no more.
/// What is asked again and again is asked of the API itself: a kubectl costs more than a
// controller.
abstract class WithController {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  Kubectl kubectl;
  RunningController controllers;
  ApiClient api;

  @BeforeEach
  final void aCluster() throws Exception {
    kubectl = Kubectl.in(folder);
    controllers = RunningController.in(folder, kubectl);
    api = RunningApiServer.client();
  }

  /// What the next test must not find: before this, a test takes away what it made itself.
  @AfterEach
  final void nothingOfTheControllerIsLeft() throws Exception {
    for (Thing thing : Thing.values()) {
      api.ask("DELETE", thing.path);
    }
    api.ask("DELETE", "/apis/coordination.k8s.io/v1/namespaces/eksbridge/leases");
    api.ask("DELETE", "/api/v1/namespaces/eksbridge/configmaps");
    api.close();
  }

  /// A field of a thing, by a JSON pointer; empty where there is none.
  final String get(Thing thing, String pointer) throws IOException, InterruptedException {
    return get(thing.path, pointer);
  }

  /// A field of what the API has at that path.
  final String get(String path, String pointer) throws IOException, InterruptedException {
    HttpResponse<String> answer = api.ask("GET", path);
    if (answer.statusCode() != 200) {
      return "";
    }
    JsonNode value = JSON.readTree(answer.body()).at(pointer);
    return value.isValueNode() ? value.asText() : value.toString();
  }

  final boolean there(Thing thing) throws IOException, InterruptedException {
    return !get(thing, "/metadata/uid").isEmpty();
  }

  /// Edits a thing as someone with kubectl would, by a JSON patch.
  final void patch(Thing thing, String operations, String... flags) throws Exception {
    edit(thing, "json", operations, flags);
  }

  /// The same by a merge patch.
  final void merge(Thing thing, String patch) throws Exception {
    edit(thing, "merge", patch);
  }

  final void delete(Thing thing) throws IOException, InterruptedException {
    api.must("DELETE", thing.path, null);
  }

  private void edit(Thing thing, String type, String patch, String... flags) throws Exception {
    var arguments =
        new ArrayList<>(
            List.of("patch", thing.name, "--type=" + type, "-p", patch.replace('\'', '"')));
    if (!thing.namespace.isEmpty()) {
      arguments.add("--namespace=" + thing.namespace);
    }
    arguments.addAll(List.of(flags));
    kubectl.run(arguments.toArray(String[]::new));
  }

  /// A controller must be started, elected and heard: on a busy machine that takes its time.
  static boolean eventually(Child.Check check) throws IOException, InterruptedException {
    boolean holds = false;
    for (int turn = 0; turn < 3 && !holds; turn++) {
      holds = Patience.until(check);
    }
    return holds;
  }

  static void soon(String what, Child.Check check) throws IOException, InterruptedException {
    assertThat(eventually(check)).as(what).isTrue();
  }

  static boolean says(Service controller, String words) throws InterruptedException {
    return RunningController.says(controller, words);
  }

  /// Has these words in its log, which is written a moment after what it tells of.
  static void tells(Service controller, String... words) throws IOException, InterruptedException {
    soon(
        "told: " + String.join(" ", words),
        () -> Stream.of(words).allMatch(controller.process().log()::contains));
  }

  /// Its meters; none while it does not answer.
  static String metrics(Service controller) throws InterruptedException {
    try {
      return controller.get("/metrics");
    } catch (IOException notYet) {
      return "";
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eksbridge.e2e.access.Fleet.Pod;
import io.eksbridge.parts.ApiClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/// What is granted, seen from outside: by what is written, and by what the API server answers.
final class Proof {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1/";
  private static final String OURS = "?labelSelector=eksbridge.io%2Fowner%3Deksbridge-injector";
  private static final String REVIEWS = "/apis/authorization.k8s.io/v1/subjectaccessreviews";
  private static final int AT_ONCE = 16;

  private final ApiClient api;

  Proof(ApiClient api) {
    this.api = api;
  }

  /// Whether roles and bindings say what these pods need, and not a node more.
  boolean exact(Collection<Pod> pods) throws IOException, InterruptedException {
    var wanted = new HashMap<String, Set<String>>();
    for (Pod pod : pods) {
      wanted
          .computeIfAbsent(pod.namespace() + "/" + pod.account(), _ -> new TreeSet<>())
          .add(pod.node());
    }
    return granted().equals(wanted);
  }

  /// How many roles and bindings of ours there are.
  int left() throws IOException, InterruptedException {
    return list("clusterroles").size() + list("clusterrolebindings").size();
  }

  /// How often something was written to either, as the API server counts.
  long writes() throws IOException, InterruptedException {
    return api.ask("GET", "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("apiserver_request_total{"))
        .filter(line -> line.contains("resource=\"clusterrole"))
        .filter(line -> line.matches(".*verb=\"(APPLY|POST|PATCH|PUT|DELETE)\".*"))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /// Asks of each pod whether its account may read its node, and whether the next account may: the
  /// answers that are wrong.
  List<String> wrong(Collection<Pod> pods) throws InterruptedException, ExecutionException {
    var all = List.copyOf(pods);
    var questions = new ArrayList<Callable<String>>();
    for (int index = 0; index < all.size(); index++) {
      Pod pod = all.get(index);
      Pod other = all.get((index + 1) % all.size());
      questions.add(() -> review(pod, pod.node(), true));
      if (!other.account().equals(pod.account())) {
        questions.add(() -> review(other, pod.node(), false));
      }
    }
    var wrong = new ArrayList<String>();
    try (var asking = Executors.newFixedThreadPool(AT_ONCE)) {
      for (var answer : asking.invokeAll(questions)) {
        if (!answer.get().isEmpty()) {
          wrong.add(answer.get());
        }
      }
    }
    return wrong;
  }

  private String review(Pod pod, String node, boolean expected)
      throws IOException, InterruptedException {
    String user = "system:serviceaccount:" + pod.namespace() + ":" + pod.account();
    JsonNode review =
        JSON.readTree(
            """
            {"apiVersion":"authorization.k8s.io/v1","kind":"SubjectAccessReview","spec":{"user":"%s",
            "resourceAttributes":{"verb":"get","resource":"nodes","subresource":"proxy","name":"%s"}}}
            """
                .formatted(user, node));
    boolean allowed = api.must("POST", REVIEWS, review).at("/status/allowed").asBoolean();
    return allowed == expected ? "" : user + (allowed ? " may " : " may not ") + "read " + node;
  }

  private Map<String, Set<String>> granted() throws IOException, InterruptedException {
    var nodes = new HashMap<String, List<String>>();
    for (JsonNode role : list("clusterroles")) {
      var names = new ArrayList<String>();
      role.at("/rules/0/resourceNames").forEach(each -> names.add(each.asText()));
      nodes.put(role.at("/metadata/name").asText(), names);
    }
    var granted = new HashMap<String, Set<String>>();
    for (JsonNode binding : list("clusterrolebindings")) {
      JsonNode subject = binding.at("/subjects/0");
      granted
          .computeIfAbsent(
              subject.path("namespace").asText() + "/" + subject.path("name").asText(),
              _ -> new TreeSet<>())
          .addAll(nodes.getOrDefault(binding.at("/roleRef/name").asText(), List.of("no role")));
      nodes.remove(binding.at("/roleRef/name").asText());
    }
    if (!nodes.isEmpty()) {
      granted.put("nobody", new TreeSet<>(nodes.keySet()));
    }
    return granted;
  }

  private JsonNode list(String kind) throws IOException, InterruptedException {
    return api.must("GET", RBAC + kind + OURS, null).path("items");
  }
}

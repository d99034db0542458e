// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.nodes;

import io.eksbridge.parts.Patience;
import io.eksbridge.parts.RealCluster;
import java.io.IOException;
import java.time.Duration;

/// Pods of a namespace by a label, and what of them is waited for.
record Pods(RealCluster cluster, String namespace, String label) {
  static final String SIDECAR = "datadog-agent-injected";

  /// For a whole cluster on two cores.
  static final Duration LIMIT = Duration.ofMinutes(2);

  /// There is one, and it is ready.
  boolean ready() throws IOException, InterruptedException {
    return Patience.until(
        LIMIT,
        () -> get("{.items[*].status.conditions[?(@.type=='Ready')].status}").equals("True"));
  }

  /// Names of containers.
  String containers() throws IOException, InterruptedException {
    return get("{.items[*].spec.containers[*].name}");
  }

  /// How their sidecar was told to reach the cluster agent.
  String address() throws IOException, InterruptedException {
    return get("{.items[*].metadata.annotations.eksbridge\\.io/address}");
  }

  /// What kubectl finds at that path.
  String get(String path) throws IOException, InterruptedException {
    return cluster
        .kubectl("get", "pods", "-n", namespace, "-l", label, "-o", "jsonpath=" + path)
        .strip();
  }

  /// The sidecar says that line, among its newest.
  boolean says(String line) throws IOException, InterruptedException {
    return says(SIDECAR, line);
  }

  /// The container says that line, among its newest.
  boolean says(String container, String line) throws IOException, InterruptedException {
    return Patience.until(LIMIT, () -> log(container).lines().anyMatch(said -> said.equals(line)));
  }

  private String log(String container) throws InterruptedException {
    try {
      return cluster.kubectl(
          "logs", "-n", namespace, "-l", label, "-c", container, "--tail=12", "--ignore-errors");
    } catch (IOException notYet) {
      return "";
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.nodes;

import io.eksbridge.e2e.story.Step;
import io.eksbridge.e2e.story.Story;
import io.eksbridge.parts.Patience;
import io.eksbridge.parts.RealCluster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A rotation.
record TokenChanges() implements Step<Site> {
  @Override
  public String title() {
    return "The cluster agent's token is rotated";
  }

  private static final String SECOND = "the-second-token-of-the-cluster-agent";
  private static final String AGENT = "deployment/datadog-cluster-agent";

  @Override
  public void play(Site site, Story story) throws Exception {
    RealCluster cluster = site.cluster();
    Pods cart = site.pods("fresh", "app=cart");
    cluster.apply(
        "{apiVersion: v1, kind: Secret, metadata: {name: datadog-cluster-agent, namespace: datadog}, stringData: {token: "
            + SECOND
            + "}}");
    var _ = cluster.kubectl("rollout", "restart", AGENT, "-n", "datadog");
    var _ = cluster.kubectl("rollout", "status", AGENT, "-n", "datadog", "--timeout=120s");

    story.claim(
        "the copies follow", Patience.until(Pods.LIMIT, () -> copy(cluster).equals(SECOND)));
    story.claim("a sidecar that runs still has the old one: 403", cart.says("cluster-agent 403"));
    story.claim(
        "token-sync status names its owner as stale",
        Patience.until(
            Pods.LIMIT,
            () -> status(cluster).lines().anyMatch(line -> line.matches("stale .*fresh.*cart.*"))));
    var _ = cluster.kubectl("delete", "pods", "-n", "fresh", "-l", "app=cart", "--now");
    story.claim(
        "after its restart all is well: 200", cart.ready() && cart.says("cluster-agent 200"));
  }

  private static String copy(RealCluster cluster) throws IOException, InterruptedException {
    return cluster.kubectl(
        "get",
        "secret",
        "datadog-secret",
        "-n",
        "fresh",
        "-o",
        "go-template={{.data.token | base64decode}}");
  }

  /// With the flags of the service that runs.
  private static String status(RealCluster cluster) throws InterruptedException {
    String service = "deployment/token-sync";
    try {
      String[] flags = {
        "get",
        "-n",
        Release.NAMESPACE,
        service,
        "-o",
        "jsonpath={range .spec.template.spec.containers[0].args[*]}{@}{\"\\n\"}{end}"
      };
      var command =
          new ArrayList<>(
              List.of("exec", "-n", Release.NAMESPACE, service, "--", "/java/bin/java"));
      command.addAll(List.of("@java.args", "status"));
      command.addAll(cluster.kubectl(flags).lines().toList());
      return cluster.kubectl(command.toArray(String[]::new));
    } catch (IOException failure) {
      return String.valueOf(failure.getMessage()); // its exit code says that all is not well
    }
  }
}

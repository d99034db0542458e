// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.cluster;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.UpgradeCommand;
import io.eksbridge.parts.Layout;
import io.eksbridge.parts.RealCluster;
import java.io.IOException;
import java.util.Map;

/// A chart of ours, installed as an operator would.
record Release(String chart, String namespace, RealCluster cluster) {
  private static final int LIMIT_SECONDS = 120;

  /// Installs it, or changes what is installed, with these values; returns once all is ready.
  void install(Map<String, ?> values) {
    UpgradeCommand command =
        new Helm(Layout.project().resolve("charts").resolve(chart))
            .upgrade()
            .install()
            .withName(chart)
            .withNamespace(namespace)
            .withKubeConfig(cluster.kubeconfig())
            .set("image.repository", "docker.io/library/" + chart)
            .waitReady()
            .withTimeout(LIMIT_SECONDS);
    values.forEach(command::set);
    try {
      var _ = command.call();
    } catch (IllegalStateException never) {
      throw new AssertionError(never.getMessage() + "\n" + told(), never);
    }
  }

  private String told() {
    try {
      return cluster.kubectl("get", "pods", "-A", "-o", "wide")
          + cluster.kubectl(
              "logs", "-n", namespace, "-l", "app.kubernetes.io/name=" + chart, "--tail=10");
    } catch (IOException | InterruptedException broken) {
      return broken.toString();
    }
  }

  /// Takes it away.
  void uninstall() {
    var _ =
        Helm.uninstall(chart).withNamespace(namespace).withKubeConfig(cluster.kubeconfig()).call();
  }

  /// Takes it away, whatever its hooks would say.
  void force() {
    var _ =
        Helm.uninstall(chart)
            .withNamespace(namespace)
            .withKubeConfig(cluster.kubeconfig())
            .noHooks()
            .call();
  }
}

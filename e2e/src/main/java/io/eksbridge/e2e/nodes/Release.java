// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.nodes;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.UpgradeCommand;
import io.eksbridge.parts.Layout;
import io.eksbridge.parts.RealCluster;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// The umbrella chart, installed as an operator would.
final class Release {
  static final String NAME = "datadog-eks-bridge";
  static final String NAMESPACE = "eksbridge";

  private static final int LIMIT_SECONDS = 180;

  private final RealCluster cluster;
  private final Map<String, Object> values;

  /// With values to begin with.
  Release(RealCluster cluster, Map<String, Object> values) {
    this.cluster = cluster;
    this.values = new LinkedHashMap<>(values);
  }

  /// Installs it, or changes what is installed: with these values beside the former ones. Returns
  /// once all is ready.
  void install(Map<String, ?> more) throws IOException {
    values.putAll(more);
    UpgradeCommand command =
        new Helm(Layout.requireChart(NAME))
            .upgrade()
            .install()
            .withName(NAME)
            .withNamespace(NAMESPACE)
            .createNamespace()
            .withKubeConfig(cluster.kubeconfig())
            .waitReady()
            .withTimeout(LIMIT_SECONDS);
    values.forEach(command::set);
    try {
      var _ = command.call();
    } catch (IllegalStateException never) {
      throw new IOException(never.getMessage(), never);
    }
  }

  /// Takes it away.
  ///
  /// @throws IOException with what helm says when it refuses
  void uninstall() throws IOException {
    try {
      var _ =
          Helm.uninstall(NAME).withNamespace(NAMESPACE).withKubeConfig(cluster.kubeconfig()).call();
    } catch (IllegalStateException refused) {
      throw new IOException(refused.getMessage(), refused);
    }
  }
}

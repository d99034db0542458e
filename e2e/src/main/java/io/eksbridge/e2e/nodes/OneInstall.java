// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.nodes;

import io.eksbridge.e2e.story.Step;
import io.eksbridge.e2e.story.Story;
import java.util.Map;

/// The umbrella chart.
record OneInstall() implements Step<Site> {
  @Override
  public String title() {
    return "helm install datadog-eks-bridge";
  }

  @Override
  public void play(Site site, Story story) throws Exception {
    site.apply("namespaces.yaml");
    long began = System.nanoTime();
    site.release().install(Map.of());
    story.say("ready after %.1f s", (System.nanoTime() - began) / 1e9);
    String standard =
        site.cluster()
            .kubectl(
                "label",
                "namespace",
                Release.NAMESPACE,
                "pod-security.kubernetes.io/enforce=restricted");

    story.claim(
        "all but the driver run in a namespace that enforces restricted",
        !standard.contains("Warning"));
  }
}

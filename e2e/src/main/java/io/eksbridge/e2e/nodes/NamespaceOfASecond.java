// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.nodes;

import io.eksbridge.e2e.story.Step;
import io.eksbridge.e2e.story.Story;

/// No manual step for a namespace.
record NamespaceOfASecond() implements Step<Site> {
  @Override
  public String title() {
    return "A namespace made a second ago runs a pod on Fargate with all in place";
  }

  @Override
  public void play(Site site, Story story) throws Exception {
    Pods cart = site.pods("fresh", "app=cart");
    site.cluster()
        .apply(
            Site.text("namespaces.yaml").replace("shop", "fresh")
                + "---\n"
                + Site.text("cart.yaml").replace("shop", "fresh"));
    boolean ready = cart.ready();

    story.claim("it is ready, in a namespace that enforces restricted", ready);
    story.claim(
        "its URL is the name: " + cart.address(),
        cart.address().equals("https://datadog-cluster-agent.datadog.svc.cluster.local:5005"));
    story.claim("the cluster agent takes its token: 200", cart.says("cluster-agent 200"));
    story.claim("its kubelet answers it: 200", cart.says("kubelet 200"));
  }
}

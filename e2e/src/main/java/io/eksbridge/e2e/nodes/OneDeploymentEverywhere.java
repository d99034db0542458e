// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.nodes;

import io.eksbridge.e2e.story.Step;
import io.eksbridge.e2e.story.Story;

/// Mixed workloads.
record OneDeploymentEverywhere() implements Step<Site> {
  @Override
  public String title() {
    return "One unchanged Deployment runs on the EC2 node by CSI and on Fargate by sidecar";
  }

  @Override
  public void play(Site site, Story story) throws Exception {
    Pods onFargate = site.pods("shop", "app=everywhere");
    Pods onNode = site.pods("store", "app=everywhere");
    for (String namespace : new String[] {"shop", "store"}) {
      site.cluster()
          .apply(
              Site.text("everywhere.yaml")
                  .replace(
                      "{name: everywhere}", "{name: everywhere, namespace: " + namespace + "}"));
    }

    story.claim(
        "on the node it has no sidecar, and the node's Agent gets its packets",
        onNode.ready()
            && onNode.containers().equals("application")
            && site.heard("everywhere in store"));
    story.claim(
        "on Fargate its own sidecar gets them",
        onFargate.ready() && onFargate.says("received everywhere in shop"));

    Pods prepared = site.pods("shop", "app=prepared");
    site.apply("prepared.yaml");
    story.claim(
        "a pod on Fargate that the cluster agent's own csi mode has prepared starts, and is heard",
        prepared.ready() && prepared.says("received prepared"));
    var _ =
        site.cluster()
            .kubectl(
                "delete", "-n", "shop", "deployment/everywhere", "pod/prepared", "--wait=false");
  }
}

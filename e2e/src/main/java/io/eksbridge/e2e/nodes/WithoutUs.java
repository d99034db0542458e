// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.nodes;

import io.eksbridge.e2e.story.Step;
import io.eksbridge.e2e.story.Story;
import io.eksbridge.parts.RealCluster;

/// What people meet who put the Agent beside a pod on Fargate by hand, CoreDNS above all.
record WithoutUs() implements Step<Site> {
  @Override
  public String title() {
    return "Without the product: a sidecar written by hand beside a pod that does not ask the cluster's DNS";
  }

  @Override
  public void play(Site site, Story story) throws Exception {
    RealCluster cluster = site.cluster();
    String token =
        cluster.kubectl(
            "get",
            "secret",
            "datadog-cluster-agent",
            "-n",
            "datadog",
            "-o",
            "go-template={{.data.token | base64decode}}");
    String address =
        cluster.kubectl(
            "get",
            "service",
            "datadog-cluster-agent",
            "-n",
            "datadog",
            "-o",
            "jsonpath={.spec.clusterIP}");
    cluster.apply(
        Site.text("by-hand.yaml").replace("TOKEN-HERE", token).replace("ADDRESS-HERE", address));
    Pods pods = site.pods("by-hand", "app=by-hand");

    story.claim("its kubelet refuses it: 403 on nodes/proxy", pods.says("by-name", "kubelet 403"));
    story.claim(
        "the cluster agent's name cannot be resolved",
        pods.says("by-name", "cluster-agent cannot resolve"));
    story.claim(
        "by address, a token of its own is refused: 403",
        pods.says("by-address", "cluster-agent 403"));
    var _ = cluster.kubectl("delete", "namespace", "by-hand", "--wait=false");
  }
}

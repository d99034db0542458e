// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.nodes;

import io.eksbridge.e2e.story.Step;
import io.eksbridge.e2e.story.Story;

/// The pod that resolves names for others and cannot itself.
record CoreDnsIsSeen() implements Step<Site> {
  @Override
  public String title() {
    return "CoreDNS on Fargate, with dnsPolicy: Default, gets its Agent";
  }

  @Override
  public void play(Site site, Story story) throws Exception {
    Pods coreDns = site.pods("kube-system", "k8s-app=kube-dns");
    site.apply("coredns.yaml");
    boolean ready = coreDns.ready();

    story.claim(
        "it is ready and has the sidecar", ready && coreDns.containers().contains(Pods.SIDECAR));
    story.claim(
        "its URL is an address: " + coreDns.address(),
        coreDns.address().matches("https://10\\.100\\.[0-9.]+:5005"));
    story.claim("the cluster agent takes its token: 200", coreDns.says("cluster-agent 200"));
    story.claim("its kubelet answers it: 200", coreDns.says("kubelet 200"));
  }
}

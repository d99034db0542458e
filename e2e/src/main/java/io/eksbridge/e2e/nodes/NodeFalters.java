// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.nodes;

import io.eksbridge.e2e.story.Step;
import io.eksbridge.e2e.story.Story;

/// What a node may go through.
record NodeFalters() implements Step<Site> {
  @Override
  public String title() {
    return "kubelet and containerd are killed and come back";
  }

  @Override
  public void play(Site site, Story story) throws Exception {
    for (String process : new String[] {"kubelet", "containerd"}) {
      site.cluster().kill("ec2-" + process);
      site.send("after-" + process, Site.CSI);

      story.claim("after the " + process + " a new pod is heard", site.heard("after-" + process));
      story.claim("and the pods from before are heard on", site.heard("by-volume"));
    }
  }
}

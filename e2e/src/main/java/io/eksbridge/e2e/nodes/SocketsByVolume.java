// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.nodes;

import io.eksbridge.e2e.story.Step;
import io.eksbridge.e2e.story.Story;
import java.io.IOException;

/// The Agent's sockets without hostPath.
record SocketsByVolume() implements Step<Site> {
  @Override
  public String title() {
    return "A pod of a restricted namespace on the EC2 node sends DogStatsD";
  }

  @Override
  public void play(Site site, Story story) throws Exception {
    story.claim(
        "by hostPath the API server refuses it: violates PodSecurity \"restricted\"",
        refused(site));
    site.send("by-volume", Site.CSI);

    story.claim("by a CSI volume the node's Agent gets its packets", site.heard("by-volume"));
  }

  private static boolean refused(Site site) throws InterruptedException {
    try {
      site.send("by-path", "hostPath: {path: /var/run/datadog}");
      return false;
    } catch (IOException answer) {
      return String.valueOf(answer.getMessage())
          .contains("violates PodSecurity \"restricted:latest\": restricted volume types");
    }
  }
}

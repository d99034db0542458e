// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.nodes;

import io.eksbridge.e2e.story.Step;
import io.eksbridge.e2e.story.Story;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// What happens to every service sooner or later, while pods start.
record KilledUpgradedScaled() implements Step<Site> {
  private static final String NEXT = "next";

  /// Those of which there is one or more, by the labels of their pods.
  private static final List<String> PODS =
      List.of(
          "app.kubernetes.io/name=node-driver",
          "app.kubernetes.io/component=webhook",
          "app.kubernetes.io/component=controller",
          "app.kubernetes.io/name=token-sync");

  @Override
  public String title() {
    return "Each service is killed, upgraded and scaled while pods start";
  }

  @Override
  public void play(Site site, Story story) throws Exception {
    Release release = site.release();
    try (Traffic traffic = Traffic.start(site)) {
      for (String service : Site.SERVICES) {
        site.cluster()
            .ctr(
                site.cluster().ec2(),
                "images",
                "tag",
                "docker.io/library/" + service + ":" + Site.TAG,
                "docker.io/library/" + service + ":" + NEXT);
      }
      release.install(Map.of("global.image.tag", NEXT));
      traffic.tell("upgraded", story);
      release.install(
          Map.of(
              "fargate-injector.replicas", 3,
              "fargate-injector.controller.replicas", 2,
              "token-sync.replicas", 1));
      traffic.tell("scaled", story);
      for (String label : PODS) {
        kill(site, label);
        traffic.more();
      }
      traffic.tell("killed", story);
    }
    story.claim("pods from before are heard on", site.heard("by-volume"));
  }

  /// SIGKILL to one of them.
  private static void kill(Site site, String label) throws IOException, InterruptedException {
    String container =
        site.cluster()
            .kubectl(
                "get",
                "pods",
                "-A",
                "-l",
                label,
                "-o",
                "jsonpath={.items[0].status.containerStatuses[0].containerID}")
            .strip()
            .replace("containerd://", "");
    site.cluster().ctr(site.cluster().ec2(), "tasks", "kill", "--signal", "SIGKILL", container);
  }
}

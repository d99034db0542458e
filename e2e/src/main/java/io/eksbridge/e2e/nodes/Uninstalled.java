// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.nodes;

import io.eksbridge.e2e.story.Step;
import io.eksbridge.e2e.story.Story;
import io.eksbridge.parts.Patience;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;

/// The end.
record Uninstalled() implements Step<Site> {
  /// Where there are pods whose URL it is, the address is not given to another Service.
  private static final String STAYS =
      "service/cluster-agent-stable configmap/eksbridge-address configmap/eksbridge-token-sync";

  @Override
  public String title() {
    return "helm uninstall";
  }

  @Override
  public void play(Site site, Story story) throws Exception {
    Release release = site.release();
    release.install(Map.of("token-sync.cleanup.enabled", true)); // copies would stay
    boolean held = !site.mounts().isEmpty();
    story.claim("is refused while pods hold volumes of the driver", held && refused(release));
    String[] all = {"delete", "pods,deployments", "--all", "-n", "store", "--now"};
    var _ = site.cluster().kubectl(all);
    boolean clear = Patience.until(Pods.LIMIT, () -> site.mounts().isEmpty());
    story.claim("deleted pods leave no mount", clear);
    if (!clear) {
      story.say("mounted still: %s; what the driver says: %s", site.mounts(), site.driverLog());
    }
    release.uninstall();

    String left = left(site);
    story.claim("then it goes, with every role, webhook and copy", left.equals(STAYS));
    story.say("left, as docs/install.md says, while CoreDNS carries the address: %s", left);
    story.claim(
        "pods on Fargate go on",
        site.pods("kube-system", "k8s-app=kube-dns").ready()
            && site.pods("fresh", "app=cart").ready());
  }

  private static boolean refused(Release release) {
    try {
      release.uninstall();
      return false;
    } catch (IOException said) {
      return String.valueOf(said.getMessage()).contains("node-driver-guard");
    }
  }

  /// By name, all that bears ours.
  private static String left(Site site) throws IOException, InterruptedException {
    return site.cluster()
        .kubectl(
            "get",
            "csidrivers,clusterroles,clusterrolebindings,roles,rolebindings,secrets,services,configmaps,deployments,daemonsets,jobs,"
                + "mutatingwebhookconfigurations,validatingadmissionpolicies,priorityclasses,networkpolicies,poddisruptionbudgets",
            "-A",
            "-o",
            "name")
        .lines()
        .filter(line -> line.matches(".*(eksbridge|eks-bridge|datadoghq|datadog-secret|stable).*"))
        .filter(line -> !line.contains("sh.helm.release"))
        .collect(Collectors.joining(" "));
  }
}

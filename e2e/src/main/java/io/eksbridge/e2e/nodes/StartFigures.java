// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.nodes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.e2e.speed.Laps;
import io.eksbridge.parts.ApiClient;
import io.eksbridge.parts.Patience;
import java.io.IOException;
import java.util.List;

/// How long a pod takes to start with what the product adds to it, and with what it would have
/// otherwise.
///
/// @param rounds how often each is started: the moments of a kubelet's second lie so close
record StartFigures(Site site, ApiClient api, PodClock clock, int rounds) {
  private static final long BAR_MILLIS = 50;

  /// With our volume, and without any.
  void volume() throws IOException, InterruptedException {
    var race = new StartRace(api, clock, site.cluster().ec2().resolve("pod-logs"));
    List<StartRace.Times> two =
        race.run(MeasuredPods.withoutVolume(), MeasuredPods.withVolume(), rounds);
    compared("A pod on the EC2 node", "without a volume", "with ours", two);
  }

  /// With a sidecar that somebody wrote, and with the same one injected.
  void sidecar() throws IOException, InterruptedException {
    if (!Patience.until(Pods.LIMIT, this::injects)) {
      throw new IOException("nothing is injected: " + site.told());
    }
    var node = site.cluster().ec2().resolveSibling("fargate2");
    var race = new StartRace(api, clock, node.resolve("pod-logs"));
    List<StartRace.Times> two = race.run(MeasuredPods.byHand(api), MeasuredPods.injected(), rounds);
    compared("A pod on Fargate", "sidecar by hand", "injected", two);
  }

  private boolean injects() throws InterruptedException {
    try {
      ObjectNode _ = MeasuredPods.byHand(api);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private void compared(String title, String first, String second, List<StartRace.Times> two) {
    Table.head(
        title + ", medians of " + rounds + " each, in turns",
        "from the request to",
        first,
        second,
        "adds",
        "bar");
    row("ready", two.get(0).ready(), two.get(1).ready());
    row("the application's first line", two.get(0).running(), two.get(1).running());
  }

  private static void row(String what, Laps without, Laps with) {
    long adds = (with.median() - without.median()) / 1_000_000;
    Table.row(
        "%s | %d ms | %d ms | %d ms | %d ms, %s",
        what,
        without.median() / 1_000_000,
        with.median() / 1_000_000,
        adds,
        BAR_MILLIS,
        Table.verdict(adds <= BAR_MILLIS));
  }
}

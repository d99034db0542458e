// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.nodes;

import io.eksbridge.parts.ApiClient;
import io.eksbridge.parts.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Measures what the product costs on the cluster of the story, each against the same without it.
/// As root: `java --enable-native-access=ALL-UNNAMED -cp e2e/target/e2e.jar
/// io.eksbridge.e2e.nodes.ClusterFigures [volume] [sidecar] [pods] [rounds]`, all when none is
/// named, and twenty rounds.
final class ClusterFigures {
  private static final double IMAGE_BAR = 90;
  private static final String NUMBER = "[0-9]+";

  private ClusterFigures() {}

  public static void main(String[] arguments) throws Exception {
    List<String> named = Stream.of(arguments).filter(each -> !each.matches(NUMBER)).toList();
    List<String> parts = named.isEmpty() ? List.of("volume", "sidecar", "pods") : named;
    int rounds =
        Stream.of(arguments)
            .filter(each -> each.matches(NUMBER))
            .map(Integer::valueOf)
            .findFirst()
            .orElse(20);
    images();
    try (Site site = Site.open(1)) {
      site.raise();
      try (ApiClient api = ApiClient.of(site.cluster().kubeconfig());
          PodClock clock = new PodClock(api)) {
        var ours = new OurPods(site, api, clock);
        install(site, ours);
        var starts = new StartFigures(site, api, clock, rounds);
        if (parts.contains("volume")) {
          starts.volume();
        }
        if (parts.contains("sidecar")) {
          starts.sidecar();
        }
        if (parts.contains("pods")) {
          ours.restarts();
          ours.memory();
        }
      }
    }
  }

  private static void images() throws IOException {
    Table.head("Images", "service", "archive", "bar");
    for (String service : Site.SERVICES) {
      double size = Files.size(Layout.requireImage(service)) / 1e6;
      Table.row(
          "%s | %.1f MB | %.0f MB, %s", service, size, IMAGE_BAR, Table.verdict(size <= IMAGE_BAR));
    }
  }

  private static void install(Site site, OurPods ours) throws Exception {
    site.apply("namespaces.yaml");
    long began = System.nanoTime();
    site.release().install(Map.of());
    long helm = System.nanoTime() - began;
    List<PodClock.Life> pods = ours.living();
    long last = pods.stream().mapToLong(PodClock.Life::ready).max().orElseThrow() - began;
    Table.head("helm install", "from the command to", "time");
    Table.row("%d pods are ready | %.1f s", pods.size(), last / 1e9);
    Table.row("helm says so | %.1f s", helm / 1e9);
    for (PodClock.Life each : pods) {
      Table.row(
          "%s: made %.1f s after, ready %.1f s later | %.1f s",
          OurPods.name(each),
          (each.made() - began) / 1e9,
          each.took() / 1e9,
          (each.ready() - began) / 1e9);
    }
  }
}

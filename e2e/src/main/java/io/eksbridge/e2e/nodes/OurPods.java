// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.nodes;

import io.eksbridge.e2e.speed.Laps;
import io.eksbridge.parts.ApiClient;
import io.eksbridge.parts.Patience;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The pods of the release: how long each takes to be ready, and what it holds of memory.
record OurPods(Site site, ApiClient api, PodClock clock) {
  private static final int RESTARTS = 3;
  private static final long IDLE_SECONDS = 20;
  private static final long BURDEN_SECONDS = 20;

  List<PodClock.Life> living() {
    return Stream.of(Release.NAMESPACE, "eksbridge-node")
        .flatMap(namespace -> clock.living(namespace).stream())
        .toList();
  }

  /// The process in it.
  static String name(PodClock.Life life) {
    String component = life.label("app.kubernetes.io/component");
    String service = life.label("app.kubernetes.io/name");
    return component.isEmpty() || component.equals(service) ? service : service + " " + component;
  }

  /// Each alone: deleted, and made anew by its owner.
  void restarts() throws IOException, InterruptedException {
    Table.head("A pod made anew, median of " + RESTARTS, "pod", "from made to ready");
    for (String kind : living().stream().map(OurPods::name).distinct().toList()) {
      long[] nanos = new long[RESTARTS];
      for (int turn = 0; turn < RESTARTS; turn++) {
        nanos[turn] = renewed(kind).took();
      }
      Table.row("%s | %.1f s", kind, new Laps(nanos).median() / 1e9);
    }
  }

  private PodClock.Life renewed(String kind) throws IOException, InterruptedException {
    Set<String> before = living().stream().map(PodClock.Life::uid).collect(Collectors.toSet());
    PodClock.Life old = find(kind, before, true).orElseThrow();
    var _ = api.must("DELETE", old.path(), null);
    if (!Patience.until(
        Pods.LIMIT, () -> find(kind, before, false).filter(each -> each.ready() > 0).isPresent())) {
      throw new IOException(kind + " does not come back: " + site.told());
    }
    var _ = clock.await(old.name(), each -> each.gone() > 0); // the next turn takes another
    return find(kind, before, false).orElseThrow();
  }

  private Optional<PodClock.Life> find(String kind, Set<String> uids, boolean among) {
    return living().stream()
        .filter(each -> name(each).equals(kind) && uids.contains(each.uid()) == among)
        .findFirst();
  }

  /// When nothing is asked of them, and the most while much is.
  void memory() throws IOException, InterruptedException {
    TimeUnit.SECONDS.sleep(IDLE_SECONDS);
    List<PodClock.Life> pods = living();
    Map<String, PodMemory> idle = look(pods);
    var most = new LinkedHashMap<>(idle);
    Burden burden = Burden.begin(api, clock, MeasuredPods.withVolume(), MeasuredPods.injected());
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(BURDEN_SECONDS);
    while (System.nanoTime() < end) {
      look(pods).forEach((uid, now) -> most.merge(uid, now, PodMemory::most));
      TimeUnit.MILLISECONDS.sleep(200);
    }
    burden.end();
    Table.head(
        "Memory; load: " + burden,
        "pod",
        "idle: control group",
        "idle: PSS",
        "load: control group",
        "load: PSS");
    for (PodClock.Life each : pods) {
      PodMemory one = idle.getOrDefault(each.uid(), PodMemory.NONE);
      PodMemory other = most.getOrDefault(each.uid(), PodMemory.NONE);
      Table.row(
          "%s | %d MiB | %d MiB | %d MiB | %d MiB",
          name(each), one.workingSet(), one.pss(), other.workingSet(), other.pss());
    }
  }

  private static Map<String, PodMemory> look(List<PodClock.Life> pods) throws IOException {
    var memory = new LinkedHashMap<String, PodMemory>();
    for (PodClock.Life each : pods) {
      memory.put(each.uid(), PodMemory.of(each.uid()));
    }
    return memory;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.nodes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.e2e.speed.Laps;
import io.eksbridge.parts.ApiClient;
import io.eksbridge.parts.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Two kinds of pods that start in turns on one node, each alone, and how long that takes.
///
/// A kubelet looks once a second which containers run, so that `ready` comes up to a second later
/// than it is true. Both kinds are therefore asked for at the same moments of that second, evenly
/// spread; and when the container's own first line was written, which no such second is in, is
/// told beside it.
record StartRace(ApiClient api, PodClock clock, Path logs) {
  private static final long SECOND = 1_000_000_000;

  /// What came of a kind: until it was ready, and until its application ran.
  record Times(Laps ready, Laps running) {}

  /// Starts so many pods of both kinds, after one of each that does not count.
  List<Times> run(ObjectNode one, ObjectNode other, int rounds)
      throws IOException, InterruptedException {
    long tick = start(one, "warm-one", System.nanoTime()).seen();
    tick = start(other, "warm-other", tick).seen();
    var kinds = List.of(one, other);
    var ready = new long[2][rounds];
    var running = new long[2][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int turn = 0; turn < 2; turn++) {
        int kind = (round + turn) % 2;
        Start start = start(kinds.get(kind), round + "-" + kind, tick + SECOND * round / rounds);
        tick = start.seen();
        ready[kind][round] = start.ready();
        running[kind][round] = start.running();
      }
    }
    return Stream.of(0, 1)
        .map(kind -> new Times(new Laps(ready[kind]), new Laps(running[kind])))
        .toList();
  }

  private record Start(long seen, long ready, long running) {}

  /// Asks for one at a moment that is whole seconds after `phase`, and waits until it is gone
  // again.
  private Start start(ObjectNode kind, String name, long phase)
      throws IOException, InterruptedException {
    ObjectNode pod = kind.deepCopy();
    String namespace = pod.at("/metadata/namespace").asText();
    String unique = name + "-" + Long.toString(System.nanoTime(), 36);
    pod.withObject("/metadata").put("name", unique);
    long past = Math.floorMod(System.nanoTime() - phase, SECOND);
    TimeUnit.NANOSECONDS.sleep(SECOND - past);
    Instant wall = Instant.now();
    long began = System.nanoTime();
    var _ = api.must("POST", "/api/v1/namespaces/" + namespace + "/pods", pod);
    PodClock.Life life = clock.await(namespace + "/" + unique, each -> each.ready() > 0);
    long running = ChronoUnit.NANOS.between(wall, firstLine(namespace, unique, life.uid()));
    var _ = api.must("DELETE", "/api/v1/namespaces/" + namespace + "/pods/" + unique, null);
    var _ = clock.await(namespace + "/" + unique, each -> each.gone() > 0);
    return new Start(life.ready(), life.ready() - began, running);
  }

  /// When the container runtime got the application's first line.
  private Instant firstLine(String namespace, String pod, String uid)
      throws IOException, InterruptedException {
    Path log = logs.resolve(namespace + "_" + pod + "_" + uid).resolve("application/0.log");
    if (!Patience.until(() -> Files.exists(log) && Files.size(log) > 0)) {
      throw new IOException(log + ": nothing was said");
    }
    String line = Files.readAllLines(log).getFirst();
    return Instant.parse(line.substring(0, line.indexOf(' ')).replaceFirst("[+]00:00$", "Z"));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.nodes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.parts.ApiClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Work for all services at once: pods with a volume that start and go, pods on Fargate that are
/// only reviewed, and namespaces that want their copies.
final class Burden {
  private static final int REVIEWERS = 4;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ApiClient api;
  private final PodClock clock;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final AtomicInteger number = new AtomicInteger();
  private final AtomicInteger started = new AtomicInteger();
  private final AtomicInteger reviewed = new AtomicInteger();
  private final AtomicInteger namespaces = new AtomicInteger();
  private volatile boolean ended;

  private Burden(ApiClient api, PodClock clock) {
    this.api = api;
    this.clock = clock;
  }

  /// Begins; `onNode` and `onFargate` are the pods.
  static Burden begin(ApiClient api, PodClock clock, ObjectNode onNode, ObjectNode onFargate) {
    var burden = new Burden(api, clock);
    burden.again(() -> burden.start(onNode));
    burden.again(() -> burden.start(onNode));
    for (int reviewer = 0; reviewer < REVIEWERS; reviewer++) {
      burden.again(() -> burden.review(onFargate));
    }
    burden.again(burden::namespace);
    return burden;
  }

  /// Returns when all that was begun is ended.
  void end() throws IOException, InterruptedException {
    ended = true;
    for (Thread each : threads) {
      each.join();
    }
    Exception broken = failure.get();
    if (broken != null) {
      throw new IOException(broken);
    }
  }

  @Override
  public String toString() {
    return "%s pods with a volume, %s reviewed, %s namespaces"
        .formatted(started, reviewed, namespaces);
  }

  /// A piece of work.
  private interface Work {
    void once() throws IOException, InterruptedException;
  }

  private void again(Work work) {
    threads.add(
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    while (!ended) {
                      work.once();
                    }
                  } catch (IOException | InterruptedException broken) {
                    failure.compareAndSet(null, broken);
                  }
                }));
  }

  private void start(ObjectNode kind) throws IOException, InterruptedException {
    String name = "burden-" + number.incrementAndGet();
    String pods = pods(kind);
    var _ = api.must("POST", pods, named(kind, name));
    String unique = kind.at("/metadata/namespace").asText() + "/" + name;
    var _ = clock.await(unique, each -> each.ready() > 0);
    var _ = api.must("DELETE", pods + "/" + name, null);
    var _ = clock.await(unique, each -> each.gone() > 0);
    started.incrementAndGet();
  }

  private void review(ObjectNode kind) throws IOException, InterruptedException {
    String name = "burden-" + number.incrementAndGet();
    var _ = api.must("POST", pods(kind) + "?dryRun=All", named(kind, name));
    reviewed.incrementAndGet();
  }

  private void namespace() throws IOException, InterruptedException {
    ObjectNode namespace = JSON.createObjectNode();
    namespace
        .putObject("metadata")
        .put("name", "burden-" + number.incrementAndGet())
        .putObject("labels")
        .put("eksbridge.io/fargate", "enabled");
    var _ = api.must("POST", "/api/v1/namespaces", namespace);
    namespaces.incrementAndGet();
    TimeUnit.MILLISECONDS.sleep(50);
  }

  private static String pods(ObjectNode kind) {
    return "/api/v1/namespaces/" + kind.at("/metadata/namespace").asText() + "/pods";
  }

  private static ObjectNode named(ObjectNode kind, String name) {
    ObjectNode pod = kind.deepCopy();
    pod.withObject("/metadata").put("name", name);
    return pod;
  }
}

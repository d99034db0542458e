// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.node.ClusterMetrics;
import io.eksbridge.node.Eventually;
import io.eksbridge.node.api.ApiServer;
import io.eksbridge.node.api.NodeTaints;
import io.eksbridge.node.api.Reply;
import io.eksbridge.node.api.ServiceAccount;
import io.eksbridge.node.taint.StartupTaint;
import io.eksbridge.node.taint.Taint;
import io.eksbridge.node.taint.Untainting;
import io.eksbridge.node.taint.WatchState;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real API server with the chart's rights and the policy in force.
final class TaintWatchTest {
  private static final String OWN = "k8s.csi.datadoghq.com/agent-not-ready";
  private static final String AGENT = "agent.datadoghq.com/not-ready";
  private static final Map<String, StartupTaint> OURS =
      Map.of(OWN, StartupTaint.DRIVER, AGENT, StartupTaint.AGENT);
  private static final Duration SHORT = Duration.ofMillis(20);

  @TempDir Path folder;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<WatchState> states = new CopyOnWriteArrayList<>();
  private final AtomicBoolean registered = new AtomicBoolean(true);
  private final AtomicBoolean agentAnswers = new AtomicBoolean(true);

  @Test
  void bothTaintsGoAndAllOthersStay() throws Exception {
    try (var node =
            new NodeObject(
                "both", folder, OWN + ":NoExecute", "dedicated:NoSchedule", AGENT + ":NoSchedule");
        var api = new ApiServer(node.driver())) {
      assertThat(watch(api, "both").run()).isFalse();

      assertThat(node.taints()).contains("dedicated").doesNotContain(OWN, AGENT);
      assertThat(removed("driver") + removed("agent")).isEqualTo(2);
      assertThat(states).endsWith(WatchState.DONE);
    }
  }

  @Test
  void theAgentsTaintIsWaitedForBeyondTheWindowAndGoesOnceTheAgentAnswers() throws Exception {
    agentAnswers.set(false);
    try (var node = new NodeObject("slow", folder, OWN + ":NoSchedule", AGENT + ":NoSchedule");
        var api = new ApiServer(node.driver())) {
      Thread watch = start(watch(api, "slow"));
      Eventually.holds("several looks", () -> states.size() > 20);
      assertThat(node.taints()).contains(AGENT).doesNotContain(OWN);
      assertThat(states).endsWith(WatchState.WAITING_FOR_AGENT);

      agentAnswers.set(true);
      watch.join();
      assertThat(node.taints()).doesNotContain(AGENT);
    }
  }

  @Test
  void nothingGoesBeforeTheKubeletHasTheDriver() throws Exception {
    registered.set(false);
    try (var node = new NodeObject("early", folder, OWN + ":NoSchedule");
        var api = new ApiServer(node.driver())) {
      Thread watch = start(watch(api, "early"));
      Eventually.holds("several looks", () -> states.size() > 20);
      assertThat(node.taints()).contains(OWN);

      registered.set(true);
      watch.join();
      assertThat(node.taints()).doesNotContain(OWN);
    }
  }

  @Test
  void withoutTheRightItEndsAndLeavesAllAsItIs() throws Exception {
    try (var node = new NodeObject("forbidden", folder, OWN + ":NoSchedule");
        var api = new ApiServer(node.stranger())) {
      assertThat(watch(api, "forbidden").run()).isTrue();

      assertThat(node.taints()).contains(OWN);
      assertThat(states).containsExactly(WatchState.FORBIDDEN);
    }
  }

  @Test
  void thePolicyKeepsAPodOfAnotherNodeAway() throws Exception {
    try (var here = new NodeObject("here", folder);
        var there = new NodeObject("there", folder, OWN + ":NoSchedule");
        var api = new ApiServer(here.driver())) {
      assertThat(watch(api, "there").run()).isTrue();

      assertThat(there.taints()).contains(OWN);
    }
  }

  @Test
  void taintsThatChangedSinceTheyWereSeenAreNotWrittenOver() throws Exception {
    try (var node = new NodeObject("changed", folder, OWN + ":NoSchedule");
        var api = new ApiServer(node.driver())) {
      var seen = new Taint(Map.of("key", OWN, "effect", "NoExecute"));

      assertThat(
              new NodeTaints(api, "changed")
                  .remove(new Untainting.Remove(List.of(seen), List.of(), List.of())))
          .isInstanceOf(Reply.Conflict.class);
      assertThat(node.taints()).contains(OWN);
    }
  }

  @Test
  void anApiServerThatDoesNotAnswerIsAskedAgainWithoutEnd() throws Exception {
    try (var node = new NodeObject("unreachable", folder)) {
      ServiceAccount account = node.driver();
      try (var api =
          new ApiServer(new ServiceAccount(URI.create("https://127.0.0.1:1"), account.folder()))) {
        Thread watch = start(watch(api, "unreachable"));
        Eventually.holds("several looks", () -> states.size() > 20);
        watch.interrupt();
        watch.join();

        assertThat(states).containsOnly(WatchState.UNREACHABLE);
      }
    }
  }

  @Test
  void aPauseLongerThanTheWindowEndsNothingThatIsNotSeenToBeDone() throws Exception {
    registered.set(false);
    try (var node = new NodeObject("paused", folder, OWN + ":NoSchedule");
        var api = new ApiServer(node.driver())) {
      Thread watch = start(watch(api, "paused", Duration.ZERO));
      Eventually.holds("several looks", () -> states.size() > 5);
      assertThat(states).containsOnly(WatchState.WAITING_FOR_AGENT);

      registered.set(true);
      watch.join();
      assertThat(node.taints()).doesNotContain(OWN);
      assertThat(states).endsWith(WatchState.DONE);
    }
  }

  private TaintWatch watch(ApiServer api, String node) {
    return watch(api, node, SHORT.multipliedBy(10));
  }

  private TaintWatch watch(ApiServer api, String node, Duration window) {
    return new TaintWatch(
        new NodeTaints(api, node),
        OURS,
        registered::get,
        agentAnswers::get,
        states::add,
        new ClusterMetrics(meters),
        new Pace(SHORT, window, new Backoff(SHORT, SHORT)));
  }

  private static Thread start(TaintWatch watch) {
    return Thread.startVirtualThread(
        () -> {
          try {
            boolean _ = watch.run();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the test has seen enough
          }
        });
  }

  private double removed(String taint) {
    return meters
        .get("datadog.csi.driver.startup.taints.removed")
        .tag("taint", taint)
        .counter()
        .count();
  }
}

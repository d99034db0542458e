// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.nodes;

import io.eksbridge.e2e.story.Story;
import io.eksbridge.parts.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Pods that start all the time: some with a volume on the EC2 node, each waited for and deleted,
/// and some on Fargate that the API server only reviews (dry run), as a node there has room for
/// one.
final class Traffic implements AutoCloseable {
  private static final int MORE = 5;

  private final Site site;
  private final List<Thread> threads = new ArrayList<>();
  private final List<String> failed = new ArrayList<>();
  private int started;
  private int reviewed;
  private int missed;
  private long slowestNanos;
  private volatile boolean ended;

  private Traffic(Site site) {
    this.site = site;
  }

  static Traffic start(Site site) throws IOException {
    var traffic = new Traffic(site);
    Path review =
        Files.writeString(
            site.cluster().ec2().resolve("reviewed.yaml"), Site.text("reviewed.yaml"));
    String pod = Site.text("started.yaml");
    traffic.threads.add(Thread.ofVirtual().start(() -> traffic.go(() -> traffic.begin(pod))));
    traffic.threads.add(Thread.ofVirtual().start(() -> traffic.go(() -> traffic.review(review))));
    return traffic;
  }

  /// Returns after some more pods of both kinds.
  void more() throws IOException, InterruptedException {
    int starts = starts();
    int reviews = reviews();
    var _ =
        Patience.until(Pods.LIMIT, () -> starts() >= starts + MORE && reviews() >= reviews + MORE);
  }

  /// Tells what came of the pods since the last time.
  synchronized void tell(String done, Story story) {
    story.say(
        "%s: %d pods started, the slowest in %.1f s; %d reviewed",
        done, started, slowestNanos / 1e9, reviewed);
    story.claim(done + ": no pod's start failed" + failed, failed.isEmpty() && started > 0);
    story.claim(done + ": no pod was missed" + (missed == 0 ? "" : ", but " + missed), missed == 0);
    started = 0;
    reviewed = 0;
    missed = 0;
    slowestNanos = 0;
    failed.clear();
  }

  @Override
  public void close() {
    ended = true;
    try {
      for (Thread each : threads) {
        each.join();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized int starts() {
    return started;
  }

  private synchronized int reviews() {
    return reviewed;
  }

  /// One of a kind.
  private interface Turn {
    void take() throws IOException, InterruptedException;
  }

  private void go(Turn turn) {
    while (!ended) {
      try {
        turn.take();
      } catch (IOException failure) {
        fail(String.valueOf(failure.getMessage()));
      } catch (InterruptedException stopped) {
        return;
      }
    }
  }

  private synchronized void fail(String reason) {
    failed.add(reason);
  }

  private void begin(String manifest) throws IOException, InterruptedException {
    String name = "started-" + Long.toString(System.nanoTime(), 36);
    long began = System.nanoTime();
    site.cluster().apply(manifest.replace("NAME-HERE", name));
    String[] wait = {
      "wait", "--for=condition=Ready", "pod/" + name, "-n", "store", "--timeout=120s"
    };
    var _ = site.cluster().kubectl(wait);
    took(System.nanoTime() - began);
    var _ = site.cluster().kubectl("delete", "pod", name, "-n", "store", "--wait=false");
  }

  private synchronized void took(long nanos) {
    started++;
    slowestNanos = Math.max(slowestNanos, nanos);
  }

  private void review(Path pod) throws IOException, InterruptedException {
    String containers =
        site.cluster()
            .kubectl(
                "create",
                "--dry-run=server",
                "-f",
                pod.toString(),
                "-o",
                "jsonpath={.spec.containers[*].name}");
    seen(containers.contains(Pods.SIDECAR));
  }

  private synchronized void seen(boolean injected) {
    reviewed++;
    missed += injected ? 0 : 1;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.lifecycle;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// Pods that come and go all the time, each with a volume: the kubelet asks until it gets what it
/// wants, or the pod is deleted meanwhile.
public final class Pods implements AutoCloseable {
  private static final List<String> TYPES =
      List.of("DSDSocketDirectory", "DSDSocket", "APMSocketDirectory", "APMSocket");
  private static final long PAUSE_MILLIS = 5;

  private final ReentrantReadWriteLock quiet = new ReentrantReadWriteLock(true);
  private final List<Pod> pods = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final NodeFolder node;
  private final Caller kubelet;
  private final Tally tally;
  private volatile boolean ending;

  /// So many of them.
  public Pods(NodeFolder node, Caller kubelet, Tally tally, int count) throws IOException {
    this.node = node;
    this.kubelet = kubelet;
    this.tally = tally;
    for (int number = 0; number < count; number++) {
      pods.add(new Pod("csi-" + number, node.target("pod-" + number), TYPES.get(number % 4)));
    }
    pods.forEach(pod -> threads.add(Thread.ofPlatform().start(pod)));
  }

  /// Waits until each pod has what it wanted last, and sees that this is so and nothing else is
  /// there.
  public void check() throws IOException {
    quiet.writeLock().lock();
    try {
      int published = 0;
      for (Pod pod : pods) {
        pod.check();
        published += pod.published ? 1 : 0;
      }
      int mounted = node.mounts().size();
      if (mounted != published) {
        tally.wrong(mounted + " mounts for " + published + " volumes");
      }
      if (!node.agentIsWhole()) {
        tally.wrong("the Agent's files are not what they were");
      }
    } finally {
      quiet.writeLock().unlock();
    }
  }

  /// Ends when the last pod is gone.
  @Override
  public void close() {
    ending = true;
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// A pod that is made and deleted again and again.
  private final class Pod implements Runnable {
    private final String volume;
    private final Path target;
    private final String type;
    private boolean published;
    private long lastAnswer;

    Pod(String volume, Path target, String type) {
      this.volume = volume;
      this.target = target;
      this.type = type;
    }

    @Override
    public void run() {
      while (!ending) {
        quietly(this::come);
        quietly(this::go);
      }
    }

    private void quietly(Runnable work) {
      quiet.readLock().lock();
      try {
        lastAnswer = System.nanoTime();
        work.run();
      } finally {
        quiet.readLock().unlock();
      }
    }

    private void come() {
      while (!published) {
        try {
          kubelet.publish(volume, target, type);
          answered(true);
        } catch (StatusRuntimeException failure) {
          boolean repeated = repeated(failure, tally.brokenPublishes);
          if (!repeated || ThreadLocalRandom.current().nextInt(3) == 0) { // the pod is deleted
            go();
            return;
          }
        }
      }
    }

    private void go() {
      while (true) {
        try {
          kubelet.unpublish(volume, target);
          answered(false);
          return;
        } catch (StatusRuntimeException failure) {
          if (!repeated(failure, tally.brokenUnpublishes)) {
            return;
          }
        }
      }
    }

    private void answered(boolean there) {
      published = there;
      tally.answered.incrementAndGet();
      long now = System.nanoTime();
      tally.longestGap.accumulateAndGet(now - lastAnswer, Math::max);
      lastAnswer = now;
    }

    private boolean repeated(StatusRuntimeException failure, AtomicLong broken) {
      try {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return false;
      }
      return tally.isRepeated(failure, broken);
    }

    private void check() throws IOException {
      List<String> mounts = NodeFolder.mounts(target);
      if (published) {
        if (mounts.size() != 1 || !mounts.getFirst().contains(" ro,nosuid,nodev,noexec")) {
          tally.wrong(type + " is published as " + mounts);
        }
      } else if (!mounts.isEmpty() || Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        tally.wrong(type + " is gone and " + target + " is there: " + mounts);
      }
    }
  }
}

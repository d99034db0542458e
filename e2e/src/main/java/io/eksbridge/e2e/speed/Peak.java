// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.speed;

import io.eksbridge.parts.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// The most anonymous memory that a process has while it is watched, every few milliseconds.
final class Peak implements AutoCloseable {
  private static final long BETWEEN_MILLIS = 5;

  private final AtomicLong most = new AtomicLong();
  private final Thread watch;

  Peak(Service service) {
    long pid = service.process().pid();
    this.watch = Thread.ofPlatform().daemon().unstarted(() -> look(pid));
    watch.start();
  }

  private void look(long pid) {
    try {
      while (true) {
        most.accumulateAndGet(kib(pid), Math::max);
        TimeUnit.MILLISECONDS.sleep(BETWEEN_MILLIS);
      }
    } catch (InterruptedException done) {
      Thread.currentThread().interrupt();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  /// The anonymous memory of a process now, in KiB.
  static long kib(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("RssAnon:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(0);
  }

  /// The most so far, in KiB.
  long kib() {
    return most.get();
  }

  @Override
  public void close() {
    watch.interrupt();
  }
}

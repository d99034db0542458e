// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where this process has what is not finished. The kernel gives its lock back when it ends,
/// however it ends: the next process deletes what is left.
final class Scratch {
  private static final String LOCK = "lock";
  private static final Duration OTHERS = Duration.ofMinutes(15); // of the official driver: no lock

  private final Path root;
  private final AtomicLong next = new AtomicLong();
  private @Nullable Path own;
  private @Nullable FileLock lock;

  Scratch(Path root) {
    this.root = root;
  }

  /// A new empty folder.
  synchronized Path folder() throws IOException {
    Path mine = own;
    FileLock held = lock;
    if (mine == null || held == null || !held.isValid() || !Files.isDirectory(mine)) {
      mine = Files.createDirectories(root.resolve(UUID.randomUUID().toString()));
      lock = hold(mine);
      own = mine;
    }
    return Files.createDirectory(mine.resolve(Long.toString(next.incrementAndGet())));
  }

  @SuppressWarnings("MustBeClosedChecker") // it is held until the process ends
  private static FileLock hold(Path folder) throws IOException {
    return FileChannel.open(
            folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)
        .lock();
  }

  /// Deletes what processes left that have ended.
  synchronized void sweep() throws IOException {
    if (!Files.isDirectory(root)) {
      return;
    }
    for (Path each : list(root)) {
      if (!each.equals(own) && isLeft(each)) {
        Clearing.remove(each);
      }
    }
  }

  private static boolean isLeft(Path folder) throws IOException {
    Path file = folder.resolve(LOCK);
    if (!Files.exists(file)) {
      return Files.getLastModifiedTime(folder).toInstant().plus(OTHERS).isBefore(Instant.now());
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock taken = channel.tryLock()) {
      return taken != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }
}

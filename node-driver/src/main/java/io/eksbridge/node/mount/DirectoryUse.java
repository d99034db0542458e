// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import io.eksbridge.node.NodeDirectoryConfig;
import io.eksbridge.node.NodeDriverMetrics;
import io.eksbridge.node.volume.DiskRoom;
import io.eksbridge.node.volume.FileKind;
import io.eksbridge.node.volume.Limits;
import io.eksbridge.node.volume.NodeDirectory;
import io.eksbridge.node.volume.Usage;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks now and then how much is stored in node directories.
@Singleton
public final class DirectoryUse {
  private static final Logger LOG = LoggerFactory.getLogger(DirectoryUse.class);

  private final boolean enabled;
  private final Path storage;
  private final Path root;
  private final Limits limits;
  private final Set<Path> since = ConcurrentHashMap.newKeySet(); // asked for and not yet seen
  private Set<Path> full = Set.of();
  private volatile @Nullable Map<Path, Usage> last;

  /// Looks where these settings say.
  public DirectoryUse(NodeDirectoryConfig config, NodeDriverMetrics metrics) {
    this.enabled = config.nodeDirectoryEnabled();
    this.storage = config.storage();
    this.root = config.directories();
    this.limits = config.limits();
    if (enabled) {
      metrics.directories(
          () -> known().size(),
          () -> total(known()).bytes(),
          () -> known().values().stream().filter(limits::isReachedBy).count());
    }
  }

  /// How much there is already, and may be: as of the last look.
  public DiskRoom room(NodeDirectory directory) {
    if (last == null) {
      look();
    }
    Map<Path, Usage> known = known();
    Path path = directory.path();
    if (!known.containsKey(path) && since.size() < Limits.DIRECTORIES) {
      since.add(path);
    }
    long others = since.stream().filter(each -> !each.equals(path)).count();
    return new DiskRoom(
        known.getOrDefault(path, Usage.NONE), total(known), known.size() + (int) others, limits);
  }

  /// Looks once.
  @Scheduled(initialDelay = "10s", fixedDelay = "60s")
  synchronized void look() {
    if (!enabled) {
      return;
    }
    since.clear();
    Map<Path, Usage> now = new TreeMap<>();
    if (Statx.behind(storage).file().kind() == FileKind.DIRECTORY) {
      try (OpenFile base = OpenFile.at(storage)) {
        base.folder(String.valueOf(root.getFileName()))
            .ifPresent(
                all -> {
                  try (all) {
                    inside(all, root, DirectoryUse::namespace, now);
                  }
                });
      }
    }
    last = Map.copyOf(now);
    warn(now);
  }

  private static void namespace(OpenFile folder, Path path, Map<Path, Usage> into) {
    inside(folder, path, DirectoryUse::directory, into);
  }

  private static void directory(OpenFile folder, Path path, Map<Path, Usage> into) {
    if (total(into).files() < Limits.ALL_FILES) {
      into.put(path, DiskWalk.below(folder));
    }
  }

  private interface Visit {
    void see(OpenFile folder, Path path, Map<Path, Usage> into);
  }

  private static void inside(OpenFile folder, Path path, Visit visit, Map<Path, Usage> into) {
    for (String name : names(folder)) {
      folder
          .folder(name)
          .ifPresent(
              next -> {
                try (next) {
                  visit.see(next, path.resolve(name), into);
                }
              });
    }
  }

  private static List<String> names(OpenFile folder) {
    try (Stream<Path> entries = Files.list(folder.magic())) {
      return entries.map(entry -> String.valueOf(entry.getFileName())).sorted().toList();
    } catch (IOException failure) {
      throw new KernelRefusal("readdir", folder.path(), failure.getClass().getSimpleName());
    }
  }

  private void warn(Map<Path, Usage> now) {
    Set<Path> reached = new TreeSet<>();
    now.forEach(
        (path, usage) -> {
          if (limits.isReachedBy(usage) && reached.add(path) && !full.contains(path)) {
            LOG.atWarn()
                .addKeyValue("directory", path)
                .addKeyValue("bytes", usage.bytes())
                .addKeyValue("files", usage.files())
                .addKeyValue("limit", limits.each())
                .log("a node directory is full: further pods wait, those that run may write on");
          }
        });
    full = reached;
  }

  private Map<Path, Usage> known() {
    return Objects.requireNonNullElse(last, Map.of());
  }

  private static Usage total(Map<Path, Usage> each) {
    return each.values().stream().reduce(Usage.NONE, Usage::plus);
  }
}

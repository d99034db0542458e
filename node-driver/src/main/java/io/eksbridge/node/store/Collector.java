// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.store;

import io.eksbridge.node.library.Retention;
import io.eksbridge.node.library.Retention.Leaving;
import io.eksbridge.node.library.Retention.Stored;
import io.eksbridge.node.library.StorePlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes libraries that nobody uses. What is in use, the kernel says, before and after a library
/// has left its place: one that was mounted in between goes back.
public final class Collector {
  private static final Logger LOG = LoggerFactory.getLogger(Collector.class);
  private static final Duration JUST_FOUND = Duration.ofMinutes(5); // and perhaps not mounted yet
  private static final int LINKS = 2;

  private final Store store;
  private final Supplier<String> mounts;
  private final Retention rule;

  /// What became of a library that was to go.
  public record Gone(String name, String status, String strategy) {}

  /// Of that store; what is mounted, `mounts` tells as the kernel does.
  public Collector(Store store, Supplier<String> mounts, Retention rule) {
    this.store = store;
    this.mounts = mounts;
    this.rule = rule;
  }

  /// Deletes what need not stay.
  ///
  /// @param need bytes that are about to come
  public synchronized List<Gone> collect(Instant now, long need) {
    Map<String, String> names = new HashMap<>();
    List<Stored> stored = new ArrayList<>();
    for (Inventory.Entry entry : store.inventory().entries(new HashSet<>(used()))) {
      names.put(entry.stored().key(), entry.name());
      Stored each = entry.stored();
      boolean fresh = each.used().plus(JUST_FOUND).isAfter(now);
      stored.add(new Stored(each.key(), each.bytes(), each.used(), each.kept() || fresh));
    }
    List<Gone> gone = new ArrayList<>();
    for (Leaving leaving : rule.decide(stored, store.free() - need, now)) {
      String name = names.getOrDefault(leaving.key(), "");
      gone.add(new Gone(name, removed(leaving), leaving.strategy().label()));
    }
    emptyTrash();
    return gone;
  }

  private String removed(Leaving leaving) {
    try {
      Path trash = store.discard(leaving.key());
      if (used().contains(leaving.key())) {
        Files.move(trash, store.store().resolve(leaving.key()), StandardCopyOption.ATOMIC_MOVE);
        return "skipped_in_use";
      }
      Clearing.remove(trash);
      LOG.atInfo()
          .addKeyValue("library", leaving.key())
          .addKeyValue("strategy", leaving.strategy().label())
          .log("deleted a library");
      return "success";
    } catch (IOException failure) {
      LOG.atWarn()
          .addKeyValue("library", leaving.key())
          .addKeyValue("problem", failure.toString())
          .log("cannot delete a library");
      return "failed";
    }
  }

  /// What a process that ended could not delete, and what pods left.
  private void emptyTrash() {
    Path trash = store.root().resolve(StorePlace.TRASH);
    if (!Files.isDirectory(trash)) {
      return;
    }
    try {
      Set<String> used = new HashSet<>(used());
      for (Path each : Scratch.list(trash)) {
        String name = String.valueOf(each.getFileName());
        if (!used.contains(name.substring(0, Math.max(0, name.indexOf('~'))))) {
          Clearing.remove(each);
        }
      }
    } catch (IOException failure) {
      LOG.atWarn().addKeyValue("problem", failure.toString()).log("cannot empty the trash");
    }
  }

  /// For each package how many versions, bytes and mounts there are.
  public Map<String, long[]> inventory() {
    List<String> used = used();
    Map<String, long[]> inventory = new HashMap<>();
    for (Inventory.Entry entry : store.inventory().entries(Set.of())) {
      long[] numbers = inventory.computeIfAbsent(entry.name(), _ -> new long[LINKS + 1]);
      numbers[0]++;
      numbers[1] += entry.stored().bytes();
      numbers[LINKS] += used.stream().filter(entry.stored().key()::equals).count();
    }
    return inventory;
  }

  private List<String> used() {
    return StorePlace.used(mounts.get().lines().toList());
  }
}

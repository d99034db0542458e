// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// The meters of tracing libraries, named and labelled as the official driver's. A package's name
/// is a label only once a registry that is allowed has it, or the store: a pod cannot make one up.
@Singleton
public final class LibraryMetrics {
  private static final String LIBRARY = "library";
  private static final String UNKNOWN = "";
  private static final int MOST_NAMES = 100;
  private static final double[] SECONDS = {.1, .25, .5, 1, 2.5, 5, 10, 30, 60, 120, 300};

  private final MeterRegistry meters;
  private final Set<String> names = ConcurrentHashMap.newKeySet();
  private final Map<String, AtomicLong> levels = new ConcurrentHashMap<>();
  private final Map<String, Instant> oldTags = new ConcurrentHashMap<>();

  /// How a library was come by.
  public enum Result {
    /// It was there.
    CACHE_HIT("cache_hit"),
    /// It was downloaded.
    DOWNLOADED("downloaded"),
    /// It was not.
    FAILED("failed");

    private final String label;

    Result(String label) {
      this.label = label;
    }
  }

  /// Meters in this registry.
  public LibraryMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  /// From now on that name is a label.
  public void known(String name) {
    if (names.size() < MOST_NAMES) {
      names.add(name);
    }
  }

  private String label(String name) {
    return names.contains(name) ? name : UNKNOWN;
  }

  /// Counts a library that a pod asked for.
  public void resolved(String name, Result result) {
    meters
        .counter(
            Names.METRICS + "library.resolutions", LIBRARY, label(name), "result", result.label)
        .increment();
  }

  /// Counts what a library was refused for, in the driver's own words.
  public void refused(String fault) {
    meters.counter(Names.METRICS + "library.failures", "reason", fault).increment();
  }

  /// Counts a pod that got an empty folder in place of a library.
  public void failedOpen(String fault) {
    meters.counter(Names.METRICS + "library.fail.open", "reason", fault).increment();
  }

  /// Times a download.
  public void downloaded(String name, String registry, Duration took) {
    Duration[] buckets = new Duration[SECONDS.length];
    for (int index = 0; index < SECONDS.length; index++) {
      buckets[index] = Duration.ofMillis((long) (SECONDS[index] * 1000));
    }
    Timer.builder(Names.METRICS + "library.download.duration")
        .description("Time to download and unpack a library")
        .tag(LIBRARY, label(name))
        .tag("registry", registry)
        .serviceLevelObjectives(buckets)
        .register(meters)
        .record(took);
  }

  /// Counts a library that was to go, and whether it did.
  public void cleaned(String name, String status, String strategy) {
    meters
        .counter(
            Names.METRICS + "library.cleanup",
            LIBRARY,
            label(name),
            "status",
            status,
            "strategy",
            strategy)
        .increment();
  }

  /// Shows what is stored: for each package how many versions, bytes and volumes.
  public void stored(Map<String, long[]> now) {
    now.keySet().forEach(this::known);
    levels.values().forEach(level -> level.set(0));
    now.forEach(
        (name, numbers) -> {
          level("libraries.cached", "Versions of a library on this node", name, numbers[0]);
          level("libraries.cached.bytes", "Bytes of their files", name, numbers[1]);
          level("library.volume.links", "Volumes that show one", name, numbers[2]);
        });
  }

  private void level(String meter, String says, String name, long value) {
    levels
        .computeIfAbsent(
            meter + " " + label(name),
            _ -> {
              var level = new AtomicLong();
              Gauge.builder(Names.METRICS + meter, level, AtomicLong::doubleValue)
                  .description(says)
                  .tag(LIBRARY, label(name))
                  .strongReference(true)
                  .register(meters);
              return level;
            })
        .addAndGet(value);
  }

  /// Shows how old the knowledge is by which a tag is served while its registry cannot be asked.
  public void servedOld(String name, Instant resolved) {
    if (oldTags.put(label(name), resolved) == null) {
      Gauge.builder(Names.METRICS + "library.tag.age", () -> age(label(name)))
          .description("Age of a tag that is served while its registry cannot be asked; else 0")
          .baseUnit("seconds")
          .tag(LIBRARY, label(name))
          .strongReference(true)
          .register(meters);
    }
  }

  private double age(String label) {
    Instant resolved = oldTags.getOrDefault(label, Instant.MAX);
    return resolved.equals(Instant.MAX)
        ? 0
        : Duration.between(resolved, Instant.now()).toMillis() / 1000.0;
  }

  /// The registry was asked what that package's tag means.
  public void servedNew(String name) {
    oldTags.computeIfPresent(label(name), (_, _) -> Instant.MAX);
  }

  /// Shows how many downloads there are, and what is free of the disk.
  public void store(Supplier<Number> underway, Supplier<Number> free) {
    Gauge.builder(Names.METRICS + "library.downloads", underway)
        .description("Downloads under way")
        .strongReference(true)
        .register(meters);
    Gauge.builder(Names.METRICS + "library.store.free", free)
        .description("Free bytes of the disk that libraries are on")
        .baseUnit("bytes")
        .strongReference(true)
        .register(meters);
  }
}

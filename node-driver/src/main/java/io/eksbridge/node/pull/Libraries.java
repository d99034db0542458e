// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.pull;

import io.eksbridge.node.LibraryConfig;
import io.eksbridge.node.LibraryMetrics;
import io.eksbridge.node.LibraryMetrics.Result;
import io.eksbridge.node.NodeDirectoryConfig;
import io.eksbridge.node.library.ImageReference;
import io.eksbridge.node.library.LibraryFault;
import io.eksbridge.node.library.LibraryForm;
import io.eksbridge.node.library.LibraryProblem;
import io.eksbridge.node.library.LibraryRequest;
import io.eksbridge.node.library.Platform;
import io.eksbridge.node.library.ProxyRules;
import io.eksbridge.node.library.ProxyRules.Route;
import io.eksbridge.node.mount.LinuxMounts;
import io.eksbridge.node.pull.Flight.Landed;
import io.eksbridge.node.pull.Tags.Meaning;
import io.eksbridge.node.registry.Credentials;
import io.eksbridge.node.registry.Hosts;
import io.eksbridge.node.registry.RegistryClient;
import io.eksbridge.node.store.Collector;
import io.eksbridge.node.store.LibraryFailure;
import io.eksbridge.node.store.Store;
import io.eksbridge.node.volume.PodName;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The libraries of this node. Nothing of it is loaded before somebody asks for one.
@Singleton
public final class Libraries {
  private static final Logger LOG = LoggerFactory.getLogger(Libraries.class);

  private final LibraryConfig config;
  private final LibraryMetrics metrics;
  private final Path storage;
  private final Pulling pulling;
  private final Map<Wanted, Flight> flights = new ConcurrentHashMap<>();
  private @Nullable Parts parts;

  private record Wanted(String image, LibraryForm form) {}

  /// What is there once somebody asked.
  record Parts(Store store, Tags tags, RegistryClient registry, Collector collector) {}

  Libraries(
      LibraryConfig config,
      NodeDirectoryConfig directories,
      LibraryMetrics metrics,
      PullEvents events) {
    this.config = config;
    this.metrics = metrics;
    this.storage = directories.storage();
    this.pulling = new Pulling(config, metrics, events, this::collect);
  }

  /// Whether anybody asked so far.
  public synchronized boolean isAwake() {
    return parts != null;
  }

  /// Looks at the store, when the first asks.
  synchronized Parts awake() {
    Parts awake = parts;
    if (awake == null) {
      var hosts =
          new Hosts(
              config.privateHosts(),
              config.plainHosts(),
              config.authorities(),
              proxies(System.getenv()));
      var credentials = new Credentials(Path.of(config.registryAuthPath()), System.getenv());
      var registry =
          new RegistryClient(hosts, credentials, Platform.of(System.getProperty("os.arch")));
      var store = new Store(storage);
      store.open();
      awake =
          new Parts(
              store,
              new Tags(storage.resolve("tags")),
              registry,
              new Collector(store, LinuxMounts::mountinfo, config.retention()));
      metrics.store(flights::size, () -> free(store));
      parts = awake;
    }
    return awake;
  }

  private static ProxyRules proxies(Map<String, String> environment) {
    ProxyRules rules = ProxyRules.of(environment);
    for (Route route : List.of(rules.https(), rules.http())) {
      switch (route) {
        case Route.Through(var proxy) ->
            LOG.atInfo()
                .addKeyValue("proxy", proxy.place())
                .addKeyValue("variable", proxy.variable())
                .log("registries are asked through a proxy");
        case Route.Unfit(var why) ->
            LOG.atWarn()
                .addKeyValue("problem", why)
                .log("libraries cannot be downloaded: a proxy is named that is none");
        case Route.Direct _ -> {}
      }
    }
    return rules;
  }

  private static long free(Store store) {
    try {
      return store.free();
    } catch (LibraryFailure _) {
      return 0;
    }
  }

  /// Why nobody may have that.
  Optional<LibraryProblem> objection(ImageReference image) {
    return config.allowed().objection(image);
  }

  /// The library, if it is there and the registry need not be asked.
  Optional<Path> cached(LibraryRequest want) {
    Optional<Path> found = look(want);
    if (found.isPresent()) {
      metrics.known(want.image().name());
      metrics.resolved(want.image().name(), Result.CACHE_HIT);
    }
    return found;
  }

  private Optional<Path> look(LibraryRequest want) {
    Parts awake;
    synchronized (this) {
      awake = parts;
    }
    if (awake == null || objection(want.image()).isPresent()) {
      return Optional.empty();
    }
    return meaning(awake, want.image())
        .filter(meaning -> isCurrent(want.image(), meaning))
        .flatMap(meaning -> awake.store().find(want.form().key(meaning.digest()), want.folder()));
  }

  /// A digest that was never asked about may be that of a library that is there, of the official
  /// driver's for one.
  static Optional<Meaning> meaning(Parts awake, ImageReference image) {
    return awake
        .tags()
        .find(image)
        .or(() -> image.digest().map(digest -> new Meaning(digest, Instant.EPOCH)));
  }

  /// Has an image, and sees that it stays.
  void warm(ImageReference image) {
    var want = new LibraryRequest(image, LibraryForm.AS_IT_IS, false, Optional.empty());
    Parts awake = awake();
    if (look(want).isEmpty()) {
      var _ = waited(awake, want, Call.patient(), Optional.empty());
    }
  }

  /// A digest stays what it is; a tag for a while, also since its registry could not be asked.
  private boolean isCurrent(ImageReference image, Meaning meaning) {
    Instant now = Instant.now();
    return image.digest().isPresent()
        || meaning.resolved().plus(config.tagAge()).isAfter(now)
        || pulling.justTried(image, now);
  }

  /// The library, downloaded if need be; waits as long as the caller can.
  public Path obtain(LibraryRequest want, Call call, Optional<PodName> pod) {
    try {
      Optional<LibraryProblem> objection = objection(want.image());
      if (objection.isPresent()) {
        throw new LibraryFailure(objection.get());
      }
      Parts awake = awake();
      Optional<Path> there = cached(want);
      return there.isPresent() ? there.get() : waited(awake, want, call, pod);
    } catch (LibraryFailure failure) {
      metrics.resolved(want.image().name(), Result.FAILED);
      metrics.refused(failure.problem().fault().label());
      throw failure;
    }
  }

  private Path waited(Parts awake, LibraryRequest want, Call call, Optional<PodName> pod) {
    var wanted = new Wanted(want.image().text(), want.form());
    var own = new Flight(want.image(), Instant.now());
    Flight before = flights.putIfAbsent(wanted, own);
    Flight flight = before == null ? own : before;
    flight.join(pod);
    if (before == null) {
      awake.registry().loadAhead(want.image());
      Thread _ = Thread.ofPlatform().name("library").daemon().start(() -> fly(awake, wanted, own));
    }
    Landed landed = flight.await(call);
    metrics.resolved(
        want.image().name(),
        landed.downloaded() && before == null ? Result.DOWNLOADED : Result.CACHE_HIT);
    return awake
        .store()
        .find(landed.key(), want.folder())
        .orElseThrow(
            () -> new LibraryFailure(LibraryFault.STORAGE, "the library is gone again: try anew"));
  }

  private void fly(Parts awake, Wanted wanted, Flight flight) {
    try {
      Landed landed = pulling.land(awake, wanted.form(), flight);
      metrics.known(flight.image().name());
      flights.remove(wanted);
      flight.landed(landed);
      awake.store().settle(landed.key());
    } catch (LibraryFailure failure) {
      flights.remove(wanted);
      flight.failed(failure);
    } catch (RuntimeException surprise) {
      LOG.atError().setCause(surprise).addKeyValue("image", wanted.image()).log("failed");
      flights.remove(wanted);
      flight.failed(
          new LibraryFailure(LibraryFault.STORAGE, "the driver failed; its log says why"));
    }
  }

  /// Deletes what need not stay where so many bytes more are about to come.
  void collect(Parts awake, long need) {
    for (Collector.Gone gone : awake.collector().collect(Instant.now(), need)) {
      metrics.known(gone.name());
      metrics.cleaned(gone.name(), gone.status(), gone.strategy());
    }
    awake.tags().retain(awake.store().inventory().digests());
    metrics.stored(awake.collector().inventory());
  }

  /// The driver's own folder.
  Path storage() {
    return storage;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.pull;

import io.eksbridge.node.LibraryConfig;
import io.eksbridge.node.LibraryMetrics;
import io.eksbridge.node.library.ImageReference;
import io.eksbridge.node.library.LibraryFault;
import io.eksbridge.node.library.LibraryForm;
import io.eksbridge.node.pull.Flight.Landed;
import io.eksbridge.node.pull.Libraries.Parts;
import io.eksbridge.node.pull.Tags.Meaning;
import io.eksbridge.node.registry.Image;
import io.eksbridge.node.store.LibraryFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.ObjLongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the registry what a reference means and downloads that, or serves what it meant before.
final class Pulling {
  private static final Logger LOG = LoggerFactory.getLogger(Pulling.class);
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(30);
  private static final Set<LibraryFault> PASSING =
      Set.of(LibraryFault.UNREACHABLE, LibraryFault.DENIED);

  private final LibraryConfig config;
  private final LibraryMetrics metrics;
  private final PullEvents events;
  private final ObjLongConsumer<Parts> collection;
  private final Semaphore downloads;
  private final Map<String, Instant> tried = new ConcurrentHashMap<>();

  Pulling(
      LibraryConfig config,
      LibraryMetrics metrics,
      PullEvents events,
      ObjLongConsumer<Parts> collection) {
    this.config = config;
    this.metrics = metrics;
    this.events = events;
    this.collection = collection;
    this.downloads = new Semaphore(config.libraryDownloads(), true);
  }

  /// Whether the registry could not be asked about that image a moment ago.
  boolean justTried(ImageReference image, Instant now) {
    return tried.getOrDefault(image.text(), Instant.EPOCH).plus(BETWEEN_TRIES).isAfter(now);
  }

  Landed land(Parts awake, LibraryForm form, Flight flight) {
    Image image;
    try {
      image = awake.registry().image(flight.image());
    } catch (LibraryFailure failure) {
      return old(awake, form, flight.image(), failure);
    }
    awake.tags().remember(flight.image(), new Meaning(image.digest(), Instant.now()));
    tried.remove(flight.image().text());
    metrics.servedNew(flight.image().name());
    String key = form.key(image.digest());
    if (awake.store().has(key)) {
      return new Landed(key, false);
    }
    download(awake, form, flight, image);
    return new Landed(key, true);
  }

  /// What the tag meant before, if its registry cannot be asked now.
  private Landed old(Parts awake, LibraryForm form, ImageReference image, LibraryFailure failure) {
    Optional<Meaning> meaning = Libraries.meaning(awake, image);
    if (meaning.isEmpty()
        || !PASSING.contains(failure.problem().fault())
        || !awake.store().has(form.key(meaning.get().digest()))) {
      throw failure;
    }
    tried.put(image.text(), Instant.now());
    metrics.known(image.name());
    metrics.servedOld(image.name(), meaning.get().resolved());
    LOG.atWarn()
        .addKeyValue("image", image.text())
        .addKeyValue("resolved", meaning.get().resolved())
        .addKeyValue("problem", failure.problem().words())
        .log("a tag is served as it was: its registry cannot be asked");
    return new Landed(form.key(meaning.get().digest()), false);
  }

  private void download(Parts awake, LibraryForm form, Flight flight, Image image) {
    downloads.acquireUninterruptibly();
    try {
      if (awake.store().has(form.key(image.digest()))) {
        return; // another reference to the same came first
      }
      flight.expects(image.bytes());
      Instant began = Instant.now();
      var progress = new Progress(flight, events);
      new Download(config, awake.registry(), awake.store(), need -> collection.accept(awake, need))
          .perform(flight, image, form, progress);
      Duration took = Duration.between(began, Instant.now());
      metrics.known(flight.image().name());
      metrics.downloaded(flight.image().name(), flight.image().registry(), took);
      LOG.atInfo()
          .addKeyValue("image", flight.image().text())
          .addKeyValue("digest", image.digest())
          .addKeyValue("bytes", image.bytes())
          .addKeyValue("duration_ms", took.toMillis())
          .log("downloaded a library");
    } finally {
      downloads.release();
    }
  }
}

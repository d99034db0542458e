// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.pull;

import io.eksbridge.node.library.ImageReference;
import io.eksbridge.node.library.LibraryFault;
import io.eksbridge.node.store.LibraryFailure;
import io.eksbridge.node.volume.PodName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/// One download, for all who ask for the same.
final class Flight {
  private static final long FOR_EVER = TimeUnit.DAYS.toMillis(1);

  private final ImageReference image;
  private final Instant began;
  private final CompletableFuture<Landed> end = new CompletableFuture<>();
  private final Set<PodName> pods = ConcurrentHashMap.newKeySet();
  private final AtomicLong came = new AtomicLong();
  private volatile long whole;

  /// What came of it.
  ///
  /// @param key in the store
  /// @param downloaded whether it was not there before
  record Landed(String key, boolean downloaded) {}

  Flight(ImageReference image, Instant began) {
    this.image = image;
    this.began = began;
  }

  ImageReference image() {
    return image;
  }

  Instant began() {
    return began;
  }

  Set<PodName> pods() {
    return pods;
  }

  void join(Optional<PodName> pod) {
    pod.ifPresent(pods::add);
  }

  void expects(long bytes) {
    whole = bytes;
    came.set(0);
  }

  /// How many bytes there will be.
  long expected() {
    return whole;
  }

  /// Counts bytes that came; all so far.
  long came(long bytes) {
    return came.addAndGet(bytes);
  }

  void landed(Landed how) {
    var _ = end.complete(how);
  }

  void failed(LibraryFailure why) {
    var _ = end.completeExceptionally(why);
  }

  /// How far it is, for people.
  String progress(Instant now) {
    long seconds = Math.max(1, Duration.between(began, now).toSeconds());
    return whole == 0
        ? "%s: asking the registry since %d s".formatted(image.text(), seconds)
        : "%s: %.1f of %.1f MB in %d s, %.1f MB/s"
            .formatted(
                image.text(), came.get() / 1e6, whole / 1e6, seconds, came.get() / 1e6 / seconds);
  }

  /// Waits as long as that caller can.
  Landed await(Call call) {
    long millis =
        call.end().map(each -> Duration.between(Instant.now(), each).toMillis()).orElse(FOR_EVER);
    try {
      var _ =
          CompletableFuture.anyOf(end, call.gone()).get(Math.max(0, millis), TimeUnit.MILLISECONDS);
      if (!end.isDone()) {
        throw new LibraryFailure(LibraryFault.CANCELLED, "the caller is gone");
      }
      return end.get();
    } catch (TimeoutException _) {
      throw new LibraryFailure(
          LibraryFault.DEADLINE,
          "the library is not there yet, and is downloaded further: " + progress(Instant.now()));
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof LibraryFailure known
          ? new LibraryFailure(known.problem())
          : new IllegalStateException(failure.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new LibraryFailure(LibraryFault.CANCELLED, "the driver stops");
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.sync.kube.ApiFailure;
import io.eksbridge.sync.kube.ApiServer;
import io.eksbridge.sync.kube.ApiServer.Event;
import io.eksbridge.sync.kube.ApiServer.Things;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Follows one kind of object: lists it once, then watches from there. It cannot hang unseen: the
/// server ends each watch after some minutes, the client cuts one that does not end, and the time
/// since the last sign of life is told.
abstract class ListWatch implements Runnable {
  private static final Logger LOGGER = LoggerFactory.getLogger(ListWatch.class);
  private static final int SHORTEST = 240;
  private static final int LONGEST = 600;
  private static final Duration RELIST = Duration.ofMinutes(10);
  private static final Duration SLOWEST = Duration.ofSeconds(30);

  private final String name;
  private final Things things;
  private final ApiServer server;
  private final CountDownLatch synced = new CountDownLatch(1);
  private volatile long heard = System.nanoTime();
  private volatile boolean stopped;
  private String version = "";
  private volatile @Nullable Call watching;

  ListWatch(String name, ApiServer server, String path, Map<String, String> query) {
    this(name, server, new Things(path, query, false));
  }

  ListWatch(String name, ApiServer server, Things things) {
    this.name = name;
    this.server = server;
    this.things = things;
  }

  /// There is such an object; returns what it goes by.
  abstract String seen(JsonNode object);

  /// It was deleted.
  abstract void gone(JsonNode object);

  /// The list is complete as of `version`: what is not in it is gone.
  abstract void listed(Set<String> all, String version);

  final String name() {
    return name;
  }

  final boolean isSynced() {
    return synced.getCount() == 0;
  }

  final void awaitSynced() throws InterruptedException {
    synced.await();
  }

  /// Since when nothing was heard.
  final Duration age() {
    return Duration.ofNanos(System.nanoTime() - heard);
  }

  /// Lists once. A list that is to be `fresh` is read from the store, else from what the API server
  /// has at hand.
  final String list(boolean fresh) throws IOException {
    var all = new HashSet<String>();
    boolean atHand = !fresh && !things.query().containsKey("limit");
    String version =
        server.list(
            things,
            atHand ? Map.of("resourceVersion", "0") : Map.of(),
            object -> all.add(seen(object)));
    listed(all, version);
    heard = System.nanoTime();
    synced.countDown();
    return version;
  }

  @Override
  public void run() {
    int failures = 0;
    long listed = 0;
    while (!stopped) {
      long began = System.nanoTime();
      try {
        if (version.isEmpty() || began - listed > RELIST.toNanos()) {
          version = list(false);
          listed = began;
        }
        watch();
        failures = 0;
      } catch (IOException | RuntimeException failure) {
        if (failure instanceof ApiFailure refusal && refusal.expired()) {
          version = "";
        }
        failures = heard > began ? 1 : failures + 1;
        rest(failure, failures);
      }
    }
  }

  final void stop() {
    stopped = true;
    Call call = watching;
    if (call != null) {
      call.cancel();
    }
  }

  private void watch() throws IOException {
    int seconds = ThreadLocalRandom.current().nextInt(SHORTEST, LONGEST);
    Call call = server.watching(things, version, Duration.ofSeconds(seconds));
    watching = call;
    if (!stopped) {
      server.watch(call, this::event);
      heard = System.nanoTime(); // the server ended it as planned
    }
  }

  private void event(Event event) {
    heard = System.nanoTime();
    switch (event.type()) {
      case "ADDED", "MODIFIED" -> {
        var _ = seen(event.object());
      }
      case "DELETED" -> gone(event.object());
      default -> {} // a bookmark: only its version counts
    }
    version = event.object().path("metadata").path("resourceVersion").asText();
  }

  /// A stream that breaks off is no news; one that cannot be had again is.
  private void rest(Exception failure, int failures) {
    if (stopped) {
      return;
    }
    LOGGER
        .atLevel(failures > 1 || failure instanceof ApiFailure ? Level.WARN : Level.DEBUG)
        .addKeyValue("watch", name)
        .addKeyValue(
            "failure", failure instanceof ApiFailure ? failure.getMessage() : kind(failure))
        .addKeyValue("attempt", failures)
        .log("the API server was not heard, trying again");
    Duration pause = Requeue.backoff(failures, ThreadLocalRandom.current().nextDouble());
    LockSupport.parkNanos(Math.min(pause.toNanos(), SLOWEST.toNanos()));
  }

  private static String kind(Exception failure) {
    return failure.getClass().getSimpleName();
  }
}

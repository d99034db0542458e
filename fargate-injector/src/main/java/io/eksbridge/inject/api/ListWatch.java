// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ThreadLocalRandom;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a mirror up to date for as long as its thread runs: lists, watches from there, and begins
/// again, ever later, when that breaks. Nobody waits for it.
public final class ListWatch implements Runnable {
  private static final Logger LOGGER = LoggerFactory.getLogger(ListWatch.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);
  private static final int PAGE = 500;
  private static final int ONE = 1;

  private final ApiServer api;
  private final Resource resource;
  private final Reflection<?> mirror;
  private final WatchMetrics metrics;
  private volatile boolean synced;
  private String listed = "0";
  private int objects;

  /// Keeps `mirror` as `resource` is; begins when it is run.
  public ListWatch(ApiServer api, Resource resource, Reflection<?> mirror, WatchMetrics metrics) {
    this.api = api;
    this.resource = resource;
    this.mirror = mirror;
    this.metrics = metrics;
    metrics.watch(resource.watch(), this::synced);
  }

  /// The word for metrics, log and health.
  public String name() {
    return resource.watch();
  }

  /// Whether it has had its first list.
  public boolean synced() {
    return synced;
  }

  @Override
  public void run() {
    Duration pause = FIRST_PAUSE;
    while (!Thread.currentThread().isInterrupted()) {
      try {
        boolean first = !synced;
        String version = list();
        if (first) {
          LOGGER
              .atInfo()
              .addKeyValue("watch", resource.watch())
              .addKeyValue("objects", objects)
              .log("watch synced");
        }
        pause = FIRST_PAUSE;
        while (!version.isEmpty() && pause(FIRST_PAUSE)) {
          version = follow(version);
        }
      } catch (IOException | RuntimeException broken) { // whatever came over the wire: list again
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
        metrics.broken(resource.watch());
        LOGGER
            .atWarn()
            .addKeyValue("watch", resource.watch())
            .addKeyValue("why", broken.toString())
            .addKeyValue("again", pause)
            .log("watch broken");
      }
      pause(pause.plusMillis(ThreadLocalRandom.current().nextLong(pause.toMillis())));
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
  }

  /// Asks for one object and keeps nothing of it: for whoever only wants to know that it could be
  /// watched.
  public void reach() throws IOException {
    try (Response response = api.list(resource, "", ONE)) {
      var _ = content(response);
    }
  }

  /// Lists once, page by page; the version to watch from.
  public String list() throws IOException {
    list(mirror);
    synced = true;
    return listed;
  }

  private <T> void list(Reflection<T> reflection) throws IOException {
    var all = new ArrayList<T>();
    String next = "";
    do {
      try (Response response = api.list(resource, next, PAGE)) {
        Page page =
            Page.read(
                content(response),
                each -> {
                  if (resource.selection().takes(each)) {
                    reflection.read(each).ifPresent(all::add);
                  }
                });
        next = page.next();
        listed = page.version();
      }
    } while (!next.isEmpty());
    reflection.replace(all);
    objects = all.size();
  }

  /// Follows the changes after a version until the server ends the watch; the version to go on
  /// from, empty when it is too old.
  private String follow(String from) throws IOException {
    String version = from;
    try (Response response = api.watch(resource, from)) {
      if (response.code() == HttpURLConnection.HTTP_GONE) {
        return "";
      }
      try (MappingIterator<JsonNode> events =
          JSON.readerFor(JsonNode.class).readValues(content(response))) {
        while (events.hasNextValue()) {
          JsonNode event = events.nextValue();
          JsonNode object = event.path("object");
          switch (event.path("type").asText()) {
            case "ADDED", "MODIFIED" -> change(mirror, object, true);
            case "DELETED" -> change(mirror, object, false);
            case "BOOKMARK" -> {}
            case "ERROR" -> {
              return expired(object);
            }
            default -> throw new IOException("no event of a watch: " + event.path("type"));
          }
          version = object.path("metadata").path("resourceVersion").asText(version);
        }
      }
    }
    return version;
  }

  private <T> void change(Reflection<T> reflection, JsonNode object, boolean there) {
    if (resource.selection().takes(object)) {
      reflection.read(object).ifPresent(there ? reflection::put : reflection::remove);
    }
  }

  private static String expired(JsonNode status) throws IOException {
    if (status.path("code").asInt() == HttpURLConnection.HTTP_GONE) {
      return "";
    }
    throw new IOException("the watch ended: " + status.path("message").asText());
  }

  private static InputStream content(Response response) throws IOException {
    ResponseBody body = response.body();
    if (!response.isSuccessful() || body == null) {
      throw new IOException(
          "HTTP " + response.code() + " of " + response.request().url().encodedPath());
    }
    return body.byteStream();
  }

  private static boolean pause(Duration pause) {
    try {
      Thread.sleep(pause);
      return true;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

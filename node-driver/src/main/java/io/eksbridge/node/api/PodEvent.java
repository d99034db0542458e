// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.eksbridge.node.volume.PodName;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// A line that `kubectl describe pod` shows.
///
/// @param pod whom it concerns
/// @param mark of what happened: the same thing makes one Event, however often it is sent
/// @param type whether something is wrong
/// @param reason in one word
/// @param action what was done about it
/// @param note in a sentence
public record PodEvent(
    PodName pod, long mark, Type type, String reason, String action, String note) {
  /// Whether something is wrong.
  public enum Type {
    /// It is not.
    NORMAL("Normal"),
    /// It is.
    WARNING("Warning");

    private final String word;

    Type(String word) {
      this.word = word;
    }
  }

  private static final int LONGEST_NAME = 230;
  private static final int LONGEST_NOTE = 1024;
  private static final int LONGEST_INSTANCE = 128;
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /// Makes it known, as the driver of that name on that node.
  public Reply send(ApiServer api, String driver, String node, Instant when) {
    return api.send(
        "POST",
        "/apis/events.k8s.io/v1/namespaces/" + pod.namespace() + "/events",
        "application/json",
        json(driver, node, when));
  }

  String json(String driver, String node, Instant when) {
    return Json.write(
        json -> {
          json.writeStartObject();
          json.writeStringField("apiVersion", "events.k8s.io/v1");
          json.writeStringField("kind", "Event");
          json.writeObjectFieldStart("metadata");
          json.writeStringField(
              "name", "%s.%016x".formatted(atMost(LONGEST_NAME, pod.name()), mark));
          json.writeStringField("namespace", pod.namespace());
          json.writeEndObject();
          json.writeStringField("eventTime", MICROS.format(when));
          json.writeStringField("reportingController", driver);
          json.writeStringField("reportingInstance", atMost(LONGEST_INSTANCE, node));
          json.writeStringField("type", type.word);
          json.writeStringField("reason", reason);
          json.writeStringField("action", action);
          json.writeStringField("note", atMost(LONGEST_NOTE, note));
          regarding(json);
          json.writeEndObject();
        });
  }

  private void regarding(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("regarding");
    json.writeStringField("apiVersion", "v1");
    json.writeStringField("kind", "Pod");
    json.writeStringField("namespace", pod.namespace());
    json.writeStringField("name", pod.name());
    json.writeStringField("uid", pod.uid());
    json.writeEndObject();
  }

  private static String atMost(int length, String text) {
    return text.length() <= length ? text : text.substring(0, length);
  }
}

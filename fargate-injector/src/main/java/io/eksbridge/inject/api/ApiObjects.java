// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.inject.Names;
import io.kubernetes.client.openapi.Pair;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/// Reads and writes single objects by their path, as our one field manager: the name stands in the
/// path even when an object is made, so that the right to it can be locked to the name.
@Singleton
public final class ApiObjects {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PLAIN = "application/json";

  private final ApiServer api;

  /// Asks this server.
  public ApiObjects(ApiServer api) {
    this.api = api;
  }

  /// The object, if there is one.
  public Optional<JsonNode> get(String path) throws IOException {
    try (Response answer = api.send("GET", path, List.of(), PLAIN, null)) {
      return answer.code() == HttpURLConnection.HTTP_NOT_FOUND
          ? Optional.empty()
          : Optional.of(content(answer));
    }
  }

  /// Makes the object's fields as they are here, whoever set them last.
  public JsonNode apply(String path, ObjectNode object) throws IOException {
    var query = List.of(new Pair("fieldManager", Names.INJECTOR), new Pair("force", "true"));
    return write("PATCH", path, query, "application/apply-patch+yaml", object);
  }

  /// Makes the object where there is none, and leaves one that someone else made: the API server
  /// refuses to change what is not ours.
  public JsonNode introduce(String path, ObjectNode object) throws IOException {
    var query = List.of(new Pair("fieldManager", Names.INJECTOR));
    return write("PATCH", path, query, "application/apply-patch+yaml", object);
  }

  /// Makes something that is not kept, such as a review or an Event; the answer.
  public JsonNode post(String path, ObjectNode object) throws IOException {
    return write("POST", path, List.of(), PLAIN, object);
  }

  /// What an object would be that is made: nothing is kept.
  public JsonNode rehearse(String path, ObjectNode object) throws IOException {
    return write("POST", path, List.of(new Pair("dryRun", "All")), PLAIN, object);
  }

  /// Makes the object as it is here, with no field more.
  public JsonNode replace(String path, ObjectNode object) throws IOException {
    return write("PUT", path, List.of(new Pair("fieldManager", Names.INJECTOR)), PLAIN, object);
  }

  /// Takes the object of this uid away; whether it was there.
  public boolean delete(String path, String uid) throws IOException {
    ObjectNode options = JSON.createObjectNode();
    options.put("apiVersion", "v1").put("kind", "DeleteOptions");
    options.putObject("preconditions").put("uid", uid);
    byte[] body = JSON.writeValueAsBytes(options);
    try (Response answer = api.send("DELETE", path, List.of(), PLAIN, body)) {
      if (answer.code() == HttpURLConnection.HTTP_NOT_FOUND) {
        return false;
      }
      content(answer);
      return true;
    }
  }

  private JsonNode write(
      String method, String path, List<Pair> query, String type, ObjectNode object)
      throws IOException {
    try (Response answer = api.send(method, path, query, type, JSON.writeValueAsBytes(object))) {
      return content(answer);
    }
  }

  private static JsonNode content(Response answer) throws IOException {
    ResponseBody body = answer.body();
    JsonNode content = JSON.readTree(body == null ? "{}" : body.string());
    if (answer.isSuccessful()) {
      return content;
    }
    throw new RefusedByApi(
        answer.code(),
        answer.request().method() + " " + answer.request().url().encodedPath(),
        content.path("message").asText("HTTP " + answer.code()),
        seconds(answer.header("Retry-After", "0")));
  }

  private static int seconds(@Nullable String header) {
    return header != null && header.matches("[0-9]{1,4}") ? Integer.parseInt(header) : 0;
  }
}

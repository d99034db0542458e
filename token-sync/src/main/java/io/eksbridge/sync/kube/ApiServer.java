// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.kube;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.Pair;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/// Requests to the API server, as JSON, each with a deadline; lists and watches are read as a
/// stream, so that no more than one object is held.
@Singleton
public final class ApiServer {
  /// Keeps no buffers: what was in one would lie there until somebody writes over it.
  static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder().recyclerPool(JsonRecyclerPools.nonRecyclingPool()).build())
          .build();

  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final String[] TOKEN = {"BearerToken"};
  private static final String PLAIN = "application/json";
  private static final String METADATA = partial("");

  private final ApiClient client;

  /// Through the client that micronaut-kubernetes made.
  public ApiServer(ApiClient client) {
    this.client = client;
  }

  /// What was answered: a body is never logged, it may hold values.
  public record Answer(int status, JsonNode body, Optional<Duration> retryAfter) {
    @Override
    public String toString() {
      return "Answer[" + status + "]";
    }
  }

  /// Objects of one kind: where they are, which of them, and whether their metadata is enough.
  public record Things(String path, Map<String, String> query, boolean metadataOnly) {
    public Things {
      query = Map.copyOf(query);
    }

    private String accept(String list) {
      return metadataOnly ? partial(list) : PLAIN;
    }
  }

  /// One event of a watch.
  public record Event(String type, JsonNode object) {
    @Override
    public String toString() {
      return "Event[" + type + "]";
    }
  }

  /// One request with an answer of its own.
  public Answer send(
      String method,
      String path,
      Map<String, String> query,
      String contentType,
      @Nullable JsonNode content)
      throws IOException {
    return send(PLAIN, method, path, query, contentType, content);
  }

  /// The same, answered by the metadata of the object alone: no value of it comes here.
  public Answer sendForMetadata(
      String method,
      String path,
      Map<String, String> query,
      String contentType,
      @Nullable JsonNode content)
      throws IOException {
    return send(METADATA, method, path, query, contentType, content);
  }

  private Answer send(
      String accept,
      String method,
      String path,
      Map<String, String> query,
      String contentType,
      @Nullable JsonNode content)
      throws IOException {
    byte[] bytes = content == null ? null : JSON.writeValueAsBytes(content);
    try (Response response =
        call(method, path, query, accept, contentType, bytes, DEADLINE).execute()) {
      return new Answer(response.code(), read(response), retryAfter(response));
    } finally {
      if (bytes != null) {
        Arrays.fill(bytes, (byte) 0); // it may have held values
      }
    }
  }

  /// Gives each object of a list to `item`, page by page where it has pages, and returns the list's
  /// resourceVersion.
  public String list(Things things, Map<String, String> more, Consumer<JsonNode> item)
      throws IOException {
    var query = new HashMap<>(things.query());
    query.putAll(more);
    while (true) {
      Page page = page(things, query, item);
      if (page.next().isEmpty()) {
        return page.version();
      }
      query.put("continue", page.next());
    }
  }

  private Page page(Things things, Map<String, String> query, Consumer<JsonNode> item)
      throws IOException {
    try (Response response =
        call("GET", things.path(), query, things.accept("List"), "", null, DEADLINE).execute()) {
      check(response);
      try (InputStream stream = body(response).byteStream();
          JsonParser json = JSON.createParser(stream)) {
        return Page.read(json, item);
      }
    }
  }

  /// Begins a watch that the server closes after `timeout` and that is cut somewhat later.
  public Call watching(Things things, String from, Duration timeout) throws IOException {
    var all = new HashMap<>(things.query());
    all.remove("limit");
    all.put("watch", "true");
    all.put("allowWatchBookmarks", "true");
    all.put("resourceVersion", from);
    all.put("timeoutSeconds", Long.toString(timeout.toSeconds()));
    return call("GET", things.path(), all, things.accept(""), "", null, timeout.plusSeconds(15));
  }

  /// Gives each event of a watch to `event` until the server closes it.
  public void watch(Call call, Consumer<Event> event) throws IOException {
    try (Response response = call.execute()) {
      check(response);
      BufferedSource lines = body(response).source();
      String line = lines.readUtf8Line();
      while (line != null) {
        JsonNode read = JSON.readTree(line);
        JsonNode object = read.path("object");
        if (read.path("type").asText().equals("ERROR")) {
          throw new ApiFailure(object.path("code").asInt(), object.path("reason").asText());
        }
        event.accept(new Event(read.path("type").asText(), object));
        line = lines.readUtf8Line();
      }
    }
  }

  private static String partial(String list) {
    return PLAIN + ";as=PartialObjectMetadata" + list + ";g=meta.k8s.io;v=v1";
  }

  private Call call(
      String method,
      String path,
      Map<String, String> query,
      String accept,
      String contentType,
      byte @Nullable [] content,
      Duration deadline)
      throws IOException {
    List<Pair> pairs = new ArrayList<>();
    query.forEach((name, value) -> pairs.add(new Pair(name, value)));
    var headers = new HashMap<>(Map.of("Accept", accept));
    if (content != null) {
      headers.put("Content-Type", contentType);
    }
    try {
      Call call =
          client.buildCall(
              client.getBasePath(),
              path,
              method,
              pairs,
              List.of(),
              content,
              headers,
              new HashMap<>(),
              new HashMap<>(),
              TOKEN,
              null);
      var _ = call.timeout().timeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
      return call;
    } catch (ApiException unbuildable) {
      throw new IOException("no request for " + method + " " + path, unbuildable);
    }
  }

  private static void check(Response response) throws IOException {
    if (!response.isSuccessful()) {
      throw new ApiFailure(response.code(), read(response).path("reason").asText());
    }
  }

  private static JsonNode read(Response response) throws IOException {
    byte[] bytes = body(response).bytes();
    try {
      return JSON.readTree(bytes);
    } catch (IOException notJson) {
      return JSON.missingNode();
    }
  }

  private static ResponseBody body(Response response) throws IOException {
    ResponseBody body = response.body();
    if (body == null) {
      throw new IOException("no body in the answer");
    }
    return body;
  }

  private static Optional<Duration> retryAfter(Response response) {
    String seconds = response.header("Retry-After");
    return seconds != null && seconds.matches("[0-9]{1,5}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(seconds)))
        : Optional.empty();
  }
}

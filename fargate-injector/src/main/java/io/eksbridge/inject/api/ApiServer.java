// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.api;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.Pair;
import io.micronaut.kubernetes.client.OkHttpClientLogging;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// The API server over client-java's connection and credentials: asked for metadata where that is
/// enough, and never waited for without a deadline.
@Singleton
public final class ApiServer {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(15);
  private static final Duration PING = Duration.ofSeconds(30);
  private static final int WATCH_SECONDS = 300;

  private final ApiClient api;
  private final OkHttpClient quick;
  private final OkHttpClient patient;

  /// Asks over the connection of `api`.
  public ApiServer(ApiClient api) {
    this.api = api;
    Duration longest = Duration.ofSeconds(WATCH_SECONDS).plus(ANSWER);
    OkHttpClient.Builder plain = api.getHttpClient().newBuilder().connectTimeout(CONNECT);
    plain.interceptors().removeIf(OkHttpClientLogging.class::isInstance); // logs a stack each time
    this.quick = plain.readTimeout(ANSWER).callTimeout(ANSWER.plus(CONNECT)).build();
    this.patient = plain.readTimeout(longest).callTimeout(longest).pingInterval(PING).build();
  }

  /// A page of the list with so many objects at most, the first where `next` is empty.
  Response list(Resource resource, String next, int limit) throws IOException {
    var page = new ArrayList<>(List.of(new Pair("limit", Integer.toString(limit))));
    if (!next.isEmpty()) {
      page.add(new Pair("continue", next));
    }
    return get(quick, resource, page, "PartialObjectMetadataList");
  }

  Response watch(Resource resource, String version) throws IOException {
    var following =
        List.of(
            new Pair("watch", "true"),
            new Pair("resourceVersion", version),
            new Pair("allowWatchBookmarks", "true"),
            new Pair("timeoutSeconds", Integer.toString(WATCH_SECONDS)));
    return get(patient, resource, following, "PartialObjectMetadata");
  }

  Response send(String method, String path, List<Pair> query, String type, byte @Nullable [] body)
      throws IOException {
    return quick.newCall(request(method, path, query, "application/json", type, body)).execute();
  }

  private Response get(OkHttpClient client, Resource resource, List<Pair> more, String metadata)
      throws IOException {
    String json = "application/json";
    String accept =
        resource.metadataOnly() ? json + ";as=" + metadata + ";g=meta.k8s.io;v=v1," + json : json;
    var query = new ArrayList<>(more);
    query.addAll(resource.selection().query());
    return client.newCall(request("GET", resource.path(), query, accept, "", null)).execute();
  }

  private Request request(
      String method,
      String path,
      List<Pair> query,
      String accept,
      String type,
      byte @Nullable [] body)
      throws IOException {
    var headers = new HashMap<>(Map.of("Accept", accept));
    if (body != null) {
      headers.put("Content-Type", type);
    }
    try {
      return api.buildRequest(
          api.getBasePath(),
          path,
          method,
          query,
          List.of(),
          body,
          headers,
          new HashMap<>(),
          new HashMap<>(),
          new String[] {"BearerToken"},
          null);
    } catch (ApiException unsendable) {
      throw new IOException("the request cannot be made: " + unsendable.getMessage(), unsendable);
    }
  }
}

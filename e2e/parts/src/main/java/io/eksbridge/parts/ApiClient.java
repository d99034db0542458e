// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.parts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// Requests to a Kubernetes API in its own words: a method, a path, JSON.
public final class ApiClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Kubeconfig access;
  private final HttpClient client;

  /// A client that trusts what `access` names.
  public ApiClient(Kubeconfig access) throws IOException {
    this.access = access;
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(LIMIT);
    if (access.authority() == null) {
      builder.version(Version.HTTP_1_1); // a proxy would take the offer of HTTP/2 for a tunnel
    } else {
      builder.sslContext(Trust.of(access.authority()));
    }
    this.client = builder.build();
  }

  /// A client for the cluster that a kubeconfig of ours names.
  public static ApiClient of(Path kubeconfig) throws IOException {
    Object tree =
        new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(kubeconfig));
    JsonNode file = JSON.valueToTree(tree);
    JsonNode cluster = file.at("/clusters/0/cluster");
    String authority = cluster.path("certificate-authority").asText();
    return new ApiClient(
        new Kubeconfig(
            cluster.path("server").asText(),
            file.at("/users/0/user/token").asText(),
            authority.isEmpty() ? null : Path.of(authority)));
  }

  /// Where it asks.
  public Kubeconfig access() {
    return access;
  }

  /// Asks without content.
  public HttpResponse<String> ask(String method, String path)
      throws IOException, InterruptedException {
    return send(method, path, "application/json", null);
  }

  /// Asks with content of the given type.
  public HttpResponse<String> send(
      String method, String path, String type, @Nullable String content)
      throws IOException, InterruptedException {
    return client.send(request(method, path, type, content), BodyHandlers.ofString());
  }

  /// The lines of a watch, as they come.
  public HttpResponse<InputStream> watch(String path) throws IOException, InterruptedException {
    return client.send(
        request("GET", path, "application/json", null), BodyHandlers.ofInputStream());
  }

  /// Asks for what must be there or work, and parses the answer.
  ///
  /// @throws IOException with the API's message when it refuses
  public JsonNode must(String method, String path, @Nullable JsonNode content)
      throws IOException, InterruptedException {
    return must(method, path, "application/json", content);
  }

  /// As above, with content of the given type.
  public JsonNode must(String method, String path, String type, @Nullable JsonNode content)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        send(method, path, type, content == null ? null : content.toString());
    JsonNode body = JSON.readTree(answer.body());
    if (answer.statusCode() >= 300) {
      throw new IOException(
          method + " " + path + ": " + body.path("message").asText(answer.body()));
    }
    return body;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private HttpRequest request(String method, String path, String type, @Nullable String content) {
    var body = content == null ? BodyPublishers.noBody() : BodyPublishers.ofString(content);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(access.url() + path))
            .timeout(LIMIT)
            .header("Authorization", "Bearer " + access.token())
            .header("Accept", "application/json")
            .header("User-Agent", "demo/1")
            .method(method, body);
    return content == null ? request.build() : request.header("Content-Type", type).build();
  }
}

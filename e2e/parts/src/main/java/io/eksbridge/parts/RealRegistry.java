// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.parts;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A registry for images on a port of the loopback: the program `docker-registry`.
public final class RealRegistry implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String OCI = "application/vnd.oci.image.";
  private static final int BUFFER = 1 << 16;

  private final int port;
  private final Path folder;
  private final Optional<ServingPair> tls;
  private final HttpClient client;
  private Child process;

  /// Starts one without TLS that keeps its images below `folder`.
  ///
  /// @throws AbsentPart when the program is not installed
  public RealRegistry(Path folder) throws IOException, InterruptedException {
    this(folder, Optional.empty(), HttpClient.newHttpClient());
  }

  /// Starts one that shows that certificate.
  ///
  /// @throws AbsentPart when the program is not installed
  public RealRegistry(Path folder, ServingPair tls) throws IOException, InterruptedException {
    this(
        folder,
        Optional.of(tls),
        HttpClient.newBuilder().sslContext(Trust.of(tls.certificate())).build());
  }

  private RealRegistry(Path folder, Optional<ServingPair> tls, HttpClient client)
      throws IOException, InterruptedException {
    this.folder = Files.createDirectories(folder);
    this.tls = tls;
    this.client = client;
    this.port = Child.freePort();
    this.process = start();
  }

  private Child start() throws IOException, InterruptedException {
    Path configuration = folder.resolve("registry.yaml");
    Files.writeString(
        configuration,
        """
        version: 0.1
        log: {level: error, accesslog: {disabled: true}}
        storage: {filesystem: {rootdirectory: %s}}
        http: {addr: "127.0.0.1:%d"%s}
        """
            .formatted(
                folder.resolve("images"),
                port,
                tls.map(
                        pair ->
                            ", tls: {certificate: %s, key: %s}"
                                .formatted(pair.certificate(), pair.key()))
                    .orElse("")));
    Child child =
        Child.start(
            "docker-registry",
            folder,
            Map.of("OTEL_TRACES_EXPORTER", "none"),
            List.of(
                Parts.require("docker-registry").toString(), "serve", configuration.toString()));
    child.await(LIMIT, this::answers);
    return child;
  }

  private boolean answers() throws InterruptedException {
    try {
      return send(HttpRequest.newBuilder(uri("/v2/")).build()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /// Its host and port.
  public String host() {
    return "127.0.0.1:" + port;
  }

  /// Where it listens.
  public int port() {
    return port;
  }

  /// Ends it; its images stay.
  public void stop() throws InterruptedException {
    process.stop();
  }

  /// Starts it anew at the same place.
  public void restart() throws IOException, InterruptedException {
    process = start();
  }

  /// Stores an image of these layers for that architecture, and gives it a tag; the answer is its
  /// digest.
  ///
  /// @param type of its layers, such as `tar+gzip`
  public String image(
      String repository, String tag, String architecture, String type, List<Path> layers)
      throws IOException, InterruptedException {
    List<String> descriptors = new ArrayList<>();
    for (Path layer : layers) {
      String digest = digest(layer);
      blob(repository, digest, BodyPublishers.ofFile(layer));
      descriptors.add(descriptor(OCI + "layer.v1." + type, digest, Files.size(layer)));
    }
    String configuration =
        "{\"os\":\"linux\",\"architecture\":\"%s\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}"
            .formatted(architecture);
    String digest = digest(configuration);
    blob(repository, digest, BodyPublishers.ofString(configuration));
    String config = descriptor(OCI + "config.v1+json", digest, configuration.length());
    return manifest(
        repository,
        tag,
        OCI + "manifest.v1+json",
        "{\"schemaVersion\":2,\"mediaType\":\"%smanifest.v1+json\",\"config\":%s,\"layers\":[%s]}"
            .formatted(OCI, config, String.join(",", descriptors)));
  }

  /// Stores an index of images by their architectures, and gives it a tag; the answer is its
  // digest.
  public String index(String repository, String tag, Map<String, String> images)
      throws IOException, InterruptedException {
    List<String> entries = new ArrayList<>();
    for (Map.Entry<String, String> image : images.entrySet()) {
      HttpResponse<String> manifest =
          send(
              HttpRequest.newBuilder(uri("/v2/" + repository + "/manifests/" + image.getValue()))
                  .header("Accept", OCI + "manifest.v1+json")
                  .build());
      String plain =
          descriptor(OCI + "manifest.v1+json", image.getValue(), manifest.body().length());
      entries.add(
          plain.substring(0, plain.length() - 1)
              + ",\"platform\":{\"os\":\"linux\",\"architecture\":\"%s\"}}"
                  .formatted(image.getKey()));
    }
    return manifest(
        repository,
        tag,
        OCI + "index.v1+json",
        "{\"schemaVersion\":2,\"mediaType\":\"%sindex.v1+json\",\"manifests\":[%s]}"
            .formatted(OCI, String.join(",", entries)));
  }

  private String manifest(String repository, String tag, String type, String manifest)
      throws IOException, InterruptedException {
    sent(
        HttpRequest.newBuilder(uri("/v2/" + repository + "/manifests/" + tag))
            .header("Content-Type", type)
            .PUT(BodyPublishers.ofString(manifest))
            .build());
    return digest(manifest);
  }

  private void blob(String repository, String digest, BodyPublisher content)
      throws IOException, InterruptedException {
    HttpResponse<String> upload =
        sent(
            HttpRequest.newBuilder(uri("/v2/" + repository + "/blobs/uploads/"))
                .POST(BodyPublishers.noBody())
                .build());
    URI location = upload.uri().resolve(upload.headers().firstValue("Location").orElseThrow());
    sent(
        HttpRequest.newBuilder(URI.create(location + "&digest=" + digest))
            .header("Content-Type", "application/octet-stream")
            .PUT(content)
            .build());
  }

  private HttpResponse<String> sent(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = send(request);
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(request + " " + answer.statusCode() + " " + answer.body());
    }
    return answer;
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create((tls.isPresent() ? "https://" : "http://") + host() + path);
  }

  private static String descriptor(String type, String digest, long size) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}".formatted(type, digest, size);
  }

  private static String digest(String text) {
    MessageDigest sha = sha();
    sha.update(text.getBytes(StandardCharsets.UTF_8));
    return "sha256:" + HexFormat.of().formatHex(sha.digest());
  }

  private static String digest(Path file) throws IOException {
    MessageDigest sha = sha();
    var buffer = new byte[BUFFER];
    try (InputStream content = Files.newInputStream(file)) {
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        sha.update(buffer, 0, read);
      }
    }
    return "sha256:" + HexFormat.of().formatHex(sha.digest());
  }

  private static MessageDigest sha() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) { // every runtime has it
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public void close() {
    process.close();
    client.close();
  }
}

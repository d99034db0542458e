// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eksbridge.inject.ServingConfig;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// The webhook as it is served, on free ports, and a client that believes any certificate and
/// remembers the last.
final class RunningWebhook implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  final int port = freePort();
  final int managementPort = freePort();
  final ApplicationContext context;

  RunningWebhook(Path certificate, Path key, Map<String, Object> settings) {
    var properties = new HashMap<>(ServingConfig.listener());
    properties.put("fargate-injector.drain-wait", "PT0S");
    properties.putAll(settings);
    properties.put("fargate-injector.port", port);
    properties.put("fargate-injector.management-port", managementPort);
    properties.put("fargate-injector.tls-certificate", certificate.toString());
    properties.put("fargate-injector.tls-key", key.toString());
    context =
        ApplicationContext.builder()
            .deduceEnvironment(false)
            .eagerInitConfiguration(true)
            .properties(properties)
            .start();
    context.getBean(EmbeddedServer.class).start();
  }

  HttpResponse<String> post(String contentType, BodyPublisher body) throws Exception {
    return post("https://127.0.0.1:" + port, contentType, body);
  }

  HttpResponse<String> post(String server, String contentType, BodyPublisher body)
      throws Exception {
    try (HttpClient client = HttpClient.newBuilder().sslContext(new Believing().tls()).build()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(server + "/mutate"))
              .header("Content-Type", contentType)
              .POST(body)
              .build(),
          BodyHandlers.ofString());
    }
  }

  HttpResponse<String> post(String body) throws Exception {
    return post("application/json", BodyPublishers.ofString(body));
  }

  JsonNode review(String body) throws Exception {
    return JSON.readTree(post(body).body());
  }

  HttpResponse<String> get(String path) throws Exception {
    return get("http://127.0.0.1:" + managementPort, path);
  }

  HttpResponse<String> get(String server, String path) throws Exception {
    try (HttpClient client = HttpClient.newBuilder().sslContext(new Believing().tls()).build()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(server + path)).build(), BodyHandlers.ofString());
    }
  }

  /// The serial number of the certificate that a new connection is shown.
  long servedSerial() throws Exception {
    var believing = new Believing();
    try (var socket = believing.tls().getSocketFactory().createSocket("127.0.0.1", port)) {
      ((javax.net.ssl.SSLSocket) socket).startHandshake();
    }
    return believing.seen;
  }

  /// TLS that believes any certificate.
  static SSLContext believing() throws GeneralSecurityException {
    return new Believing().tls();
  }

  @Override
  public void close() {
    context.close();
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException none) {
      throw new AssertionError(none);
    }
  }

  private static final class Believing extends X509ExtendedTrustManager {
    private long seen;

    SSLContext tls() throws GeneralSecurityException {
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(null, new TrustManager[] {this}, new SecureRandom());
      return context;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      seen = chain[0].getSerialNumber().longValue();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
      seen = chain[0].getSerialNumber().longValue();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      throw new AssertionError("not asked this way");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}

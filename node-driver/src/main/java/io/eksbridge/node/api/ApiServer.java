// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.api;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// The API server, for as long as something is to be asked of it: the client comes with the first
/// request and goes with the last. Token and authority are read anew for each, since they rotate.
public final class ApiServer implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private static final int LONGEST_REFUSAL = 16_384;

  /// Pods that have ended have given their volumes back, those without a node never had any.
  private static final String PODS =
      "/api/v1/pods?limit=100&fieldSelector=spec.nodeName%21%3D%2Cstatus.phase%21%3DSucceeded"
          + "%2Cstatus.phase%21%3DFailed&continue=";

  private final ServiceAccount account;
  private byte[] trusted = {};
  private @Nullable HttpClient client;

  /// Speaks as that account.
  public ApiServer(ServiceAccount account) {
    this.account = account;
  }

  /// Reads an object.
  public Reply get(String path) {
    return send("GET", path, "", "");
  }

  /// A page of all pods that run on nodes: those of them that have volumes of that driver.
  ///
  /// @param mark of the page; empty for the first
  /// @throws IOException with the API server's words where it does not answer with one
  public PodPage pods(String driver, String mark) throws IOException, InterruptedException {
    try {
      HttpResponse<InputStream> answer =
          client()
              .send(
                  request(PODS + URLEncoder.encode(mark, StandardCharsets.UTF_8)).build(),
                  BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        if (answer.statusCode() != 200) {
          String said = new String(body.readNBytes(LONGEST_REFUSAL), StandardCharsets.UTF_8);
          throw new IOException(Reply.said(answer.statusCode(), said));
        }
        return PodPage.read(body, driver);
      }
    } catch (GeneralSecurityException untrusted) {
      throw new IOException(untrusted);
    }
  }

  private HttpRequest.Builder request(String path) throws IOException {
    return HttpRequest.newBuilder(URI.create(account.server() + path))
        .timeout(LIMIT)
        .header("Authorization", "Bearer " + account.token())
        .header("Accept", "application/json")
        .header("User-Agent", "eksbridge-node-driver");
  }

  /// Sends content of that type.
  public Reply send(String method, String path, String type, String content) {
    try {
      HttpRequest.Builder request = request(path);
      if (content.isEmpty()) {
        request.method(method, BodyPublishers.noBody());
      } else {
        request.method(method, BodyPublishers.ofString(content)).header("Content-Type", type);
      }
      HttpResponse<String> answer = client().send(request.build(), BodyHandlers.ofString());
      return Reply.of(answer.statusCode(), answer.body());
    } catch (IOException | GeneralSecurityException failure) {
      return new Reply.Failed(String.valueOf(failure));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new Reply.Failed("interrupted");
    }
  }

  private HttpClient client() throws IOException, GeneralSecurityException {
    byte[] authority = account.authority();
    HttpClient current = client;
    if (current != null && Arrays.equals(authority, trusted)) {
      return current;
    }
    close();
    HttpClient made =
        HttpClient.newBuilder().connectTimeout(LIMIT).sslContext(trust(authority)).build();
    client = made;
    trusted = authority;
    return made;
  }

  private static SSLContext trust(byte[] pem) throws IOException, GeneralSecurityException {
    KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
    authorities.load(null, null);
    for (var certificate :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(pem))) {
      authorities.setCertificateEntry("authority-" + authorities.size(), certificate);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(authorities);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Override
  public void close() {
    Optional.ofNullable(client).ifPresent(HttpClient::shutdownNow);
    client = null;
  }
}

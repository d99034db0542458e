// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.standin;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// The Agent as a sidecar, as far as it talks to the cluster when it starts: its kubelet's pods
/// through the API server's proxy, with the pod's ServiceAccount, and the cluster agent's version
/// with its token. Asks again and again and says the status of each. Receives what the pod's
/// applications send.
final class Sidecar {
  private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private Sidecar() {}

  static void run(Map<String, String> environment) throws Exception {
    Optional.ofNullable(environment.get("DD_DOGSTATSD_SOCKET")).ifPresent(Sidecar::receive);
    HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).sslContext(anyone()).build();
    while (true) {
      String node = environment.getOrDefault("DD_KUBERNETES_KUBELET_NODENAME", "");
      StandIn.say(
          "kubelet "
              + status(
                  client,
                  "https://"
                      + environment.get("KUBERNETES_SERVICE_HOST")
                      + "/api/v1/nodes/"
                      + node
                      + "/proxy/pods",
                  Files.readString(ACCOUNT.resolve("token"))));
      StandIn.say(
          "cluster-agent "
              + status(
                  client,
                  environment.getOrDefault("DD_CLUSTER_AGENT_URL", "") + "/version",
                  environment.getOrDefault("DD_CLUSTER_AGENT_AUTH_TOKEN", "")));
      StandIn.pause();
    }
  }

  private static void receive(String socket) {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                Statsd.print(Path.of(socket));
              } catch (IOException failure) {
                StandIn.say("no DogStatsD: " + failure.getMessage());
              }
            });
  }

  private static String status(HttpClient client, String url, String token)
      throws InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url))
              .timeout(LIMIT)
              .header("Authorization", "Bearer " + token)
              .build();
      return "" + client.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException | IllegalArgumentException failure) {
      return unresolved(failure) ? "cannot resolve" : failure.getClass().getSimpleName();
    }
  }

  private static boolean unresolved(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .anyMatch(UnresolvedAddressException.class::isInstance);
  }

  /// As the Agent by default: the cluster agent's certificate is of its own making.
  private static SSLContext anyone() throws Exception {
    var anyone =
        new X509TrustManager() {
          @Override
          public void checkClientTrusted(X509Certificate[] chain, String type) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String type) {}

          @Override
          public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
          }
        };
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {anyone}, new SecureRandom());
    return context;
  }
}

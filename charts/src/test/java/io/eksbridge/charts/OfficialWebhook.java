// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.eksbridge.parts.ServingPair;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A webhook that does what of Datadog's own matters here: it adds its container to
/// `spec.containers` unless one of that name is there, and does not look at init containers.
final class OfficialWebhook implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  final AtomicInteger calls = new AtomicInteger();
  private final HttpsServer server;
  private final String authority;

  OfficialWebhook(Path folder) throws Exception {
    ServingPair pair = ServingPair.make(Files.createTempDirectory(folder, "official"));
    authority = Base64.getEncoder().encodeToString(Files.readAllBytes(pair.certificate()));
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls(pair)));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  /// Its configuration under this name: webhooks are called in the order of such names.
  String configuration(String name) {
    return """
    {apiVersion: admissionregistration.k8s.io/v1, kind: MutatingWebhookConfiguration, metadata: {name: %s},
     webhooks: [{name: datadog.webhook.agent.sidecar, sideEffects: None, admissionReviewVersions: [v1],
      failurePolicy: Fail, reinvocationPolicy: IfNeeded,
      objectSelector: {matchLabels: {agent.datadoghq.com/sidecar: fargate}},
      clientConfig: {url: 'https://127.0.0.1:%d/agentsidecar', caBundle: %s},
      rules: [{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}]}
    """
        .formatted(name, server.getAddress().getPort(), authority);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    calls.incrementAndGet();
    try (exchange) {
      JsonNode request = JSON.readTree(exchange.getRequestBody()).path("request");
      ObjectNode answer = JSON.createObjectNode();
      answer.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
      ObjectNode response = answer.putObject("response");
      response.put("uid", request.path("uid").asText()).put("allowed", true);
      if (request
          .at("/object/spec/containers")
          .valueStream()
          .noneMatch(each -> each.path("name").asText().equals("datadog-agent-injected"))) {
        response.put("patchType", "JSONPatch");
        response.put(
            "patch",
            JSON.writeValueAsBytes(
                JSON.readTree(
                    "[{\"op\":\"add\",\"path\":\"/spec/containers/-\",\"value\":{\"name\":\"datadog-agent-injected\",\"image\":\"gcr.io/datadoghq/agent:latest\"}}]")));
      }
      byte[] body = JSON.writeValueAsBytes(answer);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static SSLContext tls(ServingPair pair) throws Exception {
    Certificate certificate;
    try (InputStream in = Files.newInputStream(pair.certificate())) {
      certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
    String key = Files.readString(pair.key()).replaceAll("-----.*-----|\\s", "");
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "serving",
        KeyFactory.getInstance("EC")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(key))),
        new char[0],
        new Certificate[] {certificate});
    KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}

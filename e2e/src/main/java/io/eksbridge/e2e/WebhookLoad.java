// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.e2e.load.KeepAlive;
import io.eksbridge.e2e.load.Pace;
import io.eksbridge.e2e.speed.Memory;
import io.eksbridge.inject.Names;
import io.eksbridge.inject.registration.Configurations;
import io.eksbridge.inject.registration.Settings;
import io.eksbridge.parts.ApiClient;
import io.eksbridge.parts.Child;
import io.eksbridge.parts.Folders;
import io.eksbridge.parts.Patience;
import io.eksbridge.parts.RealApiServer;
import io.eksbridge.parts.Service;
import io.eksbridge.parts.ServingPair;
import io.eksbridge.parts.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/// Measures the webhook from its layout: its first answer over HTTPS, its memory when idle, what it
/// answers by itself, and what it adds to the creation of a pod through a real API server, against
/// the same without it in the same run. `java -cp e2e/target/e2e.jar io.eksbridge.e2e.WebhookLoad
/// [seconds]`; needs etcd and kube-apiserver (`e2e/parts/install`).
final class WebhookLoad {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int STARTS = 5;
  private static final int CALLERS = 4;
  private static final int CREATORS = 16;
  private static final List<String> NAMESPACES = List.of("without", "with-one-entry-of", "with");
  private static final String POD =
      """
      {"apiVersion":"v1","kind":"Pod","metadata":{"generateName":"cart-","labels":{"app":"cart"}},
       "spec":{"schedulerName":"fargate-scheduler","containers":[{"name":"cart","image":"cart:1",
       "env":[{"name":"A","value":"a"},{"name":"B","value":"b"}],
       "resources":{"requests":{"cpu":"250m","memory":"256Mi"},"limits":{"cpu":"250m","memory":"256Mi"}}}]}}
      """;

  private final Path folder;
  private final Duration length;
  private final ServingPair pair;
  private final SSLContext trust;

  private WebhookLoad(Path folder, Duration length) throws IOException, InterruptedException {
    this.folder = folder;
    this.length = length;
    this.pair = ServingPair.make(folder);
    this.trust = Trust.of(pair.certificate());
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Folders.scratch("load-");
    Duration length = Duration.ofSeconds(arguments.length == 0 ? 10 : Long.parseLong(arguments[0]));
    try (RealApiServer api = RealApiServer.start(folder)) {
      new WebhookLoad(folder, length).run(api);
    } finally {
      Folders.delete(folder);
    }
  }

  private void run(RealApiServer api) throws IOException, InterruptedException {
    byte[] review = KeepAlive.request("/mutate", "", review());
    var starts = new ArrayList<Long>();
    for (int run = 0; run < STARTS; run++) {
      int port = Child.freePort();
      long start = System.nanoTime();
      try (Service webhook = webhook(api, port)) {
        if (!Patience.until(() -> answers(port, review))) {
          throw new IOException("no answer: " + webhook.process().log());
        }
        starts.add((System.nanoTime() - start) / 1_000_000);
        if (run == STARTS - 1) {
          measure(api, webhook, port, review, starts);
        }
      }
    }
  }

  private void measure(
      RealApiServer api, Service webhook, int port, byte[] review, List<Long> starts)
      throws IOException, InterruptedException {
    TimeUnit.SECONDS.sleep(5); // what is measured is the idle process
    long idle = Memory.of(webhook.process().pid()).anonymous();
    starts.sort(null);
    System.out.printf(
        "| first HTTPS answer after process start, median of %d | %d ms |%n|---|---|%n",
        STARTS, starts.get(STARTS / 2));
    System.out.printf("| idle, anonymous memory | %d MiB |%n%n", idle);
    List<KeepAlive> callers = connections(CALLERS, port, trust);
    Pace.most(callers, review, length); // warm
    row("webhook, HTTPS keep-alive", "requests/s");
    row("as many as it answers", Pace.most(callers, review, length));
    row("500/s", Pace.at(500, callers, review, length));
    close(callers);
    System.out.println();
    creations(api, port);
    System.out.printf(
        "%nanonymous memory after it all: %d MiB%n",
        Memory.of(webhook.process().pid()).anonymous());
  }

  private void creations(RealApiServer api, int port) throws IOException, InterruptedException {
    try (ApiClient client = ApiClient.of(api.kubeconfig())) {
      for (String namespace : NAMESPACES) {
        client.must("POST", "/api/v1/namespaces", named("Namespace", namespace));
        client.must(
            "POST",
            "/api/v1/namespaces/" + namespace + "/serviceaccounts",
            named("ServiceAccount", "default"));
      }
      String configurations = "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations";
      client.must("POST", configurations, registration("with", Integer.MAX_VALUE, port));
      client.must("POST", configurations, registration("with-one-entry-of", 1, port));
      String token = client.access().token();
      SSLContext server = Trust.of(Objects.requireNonNull(client.access().authority(), "TLS"));
      int apiPort = java.net.URI.create(client.access().url()).getPort();
      List<KeepAlive> creators = connections(CREATORS, apiPort, server);
      row("creation of a pod, dry run, through the API server", "creations/s");
      for (int rate : new int[] {50, 200}) {
        for (String namespace : NAMESPACES) {
          byte[] pod =
              KeepAlive.request("/api/v1/namespaces/" + namespace + "/pods?dryRun=All", token, POD);
          Pace.at(rate, creators, pod, Duration.ofSeconds(3)); // warm
          row(
              rate + "/s " + namespace.replace('-', ' ') + " webhook",
              Pace.at(rate, creators, pod, length));
        }
      }
      close(creators);
    }
  }

  private Service webhook(RealApiServer api, int port) throws IOException {
    int management = Child.freePort();
    return Service.start(
        "fargate-injector",
        folder,
        management,
        "webhook",
        "--kubeconfig=" + api.kubeconfig(),
        "--port=" + port,
        "--management-port=" + management,
        "--tls-certificate=" + pair.certificate(),
        "--tls-key=" + pair.key(),
        "--inject-without-credentials",
        "--drain-wait=PT0S");
  }

  private boolean answers(int port, byte[] review) {
    try (KeepAlive connection = KeepAlive.open(trust, port)) {
      return connection.send(review) == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static List<KeepAlive> connections(int count, int port, SSLContext trust)
      throws IOException {
    var connections = new ArrayList<KeepAlive>();
    for (int each = 0; each < count; each++) {
      connections.add(KeepAlive.open(trust, port));
    }
    return connections;
  }

  private static void close(List<KeepAlive> connections) throws IOException {
    for (KeepAlive each : connections) {
      each.close();
    }
  }

  private static void row(String what, String unit) {
    System.out.printf("| %s | %s | p50 ms | p99 ms | failed |%n", what, unit);
    System.out.println("|---|---|---|---|---|");
  }

  private static void row(String what, Pace.Figures figures) {
    System.out.printf(
        "| %s | %.0f | %.2f | %.2f | %d |%n",
        what, figures.perSecond(), figures.millis(500), figures.millis(990), figures.failures());
  }

  /// What the controller registers, for the pods of one namespace; with so many of its entries.
  private ObjectNode registration(String namespace, int entries, int port) throws IOException {
    ObjectNode configuration =
        Configurations.wanted(
                new Settings("eksbridge", "fargate-injector", 443, true, Optional.empty()),
                List.of(Files.readString(pair.certificate())))
            .get(Names.AUTOMATIC_CONFIGURATION);
    Objects.requireNonNull(configuration, "automatic")
        .withObject("metadata")
        .put("name", namespace);
    ArrayNode webhooks = configuration.withArrayProperty("webhooks");
    while (webhooks.size() > entries) {
      webhooks.remove(entries);
    }
    for (JsonNode each : webhooks) {
      ObjectNode webhook = (ObjectNode) each;
      webhook.put("failurePolicy", "Fail"); // a pod without a sidecar is no creation here
      webhook.withObject("clientConfig").remove("service");
      webhook.withObject("clientConfig").put("url", "https://127.0.0.1:" + port + "/mutate");
      webhook
          .withObject("namespaceSelector")
          .withObject("matchLabels")
          .put("kubernetes.io/metadata.name", namespace);
    }
    return configuration;
  }

  private static ObjectNode named(String kind, String name) {
    ObjectNode object = JSON.createObjectNode().put("apiVersion", "v1").put("kind", kind);
    object.putObject("metadata").put("name", name);
    return object;
  }

  private static String review() throws IOException {
    ObjectNode review = JSON.createObjectNode();
    review.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
    ObjectNode request = review.putObject("request");
    request.put("uid", "705ab4f5").put("operation", "CREATE").put("namespace", "with");
    request.putObject("resource").put("group", "").put("version", "v1").put("resource", "pods");
    JsonNode pod = JSON.readTree(POD);
    request.set("object", pod);
    return review.toString();
  }
}

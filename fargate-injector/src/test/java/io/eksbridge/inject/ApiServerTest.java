// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.eksbridge.inject.cluster.ClusterState;
import io.eksbridge.inject.cluster.WatchingInjector;
import io.eksbridge.inject.verdict.ClusterView.Credentials;
import io.eksbridge.parts.ApiClient;
import io.eksbridge.parts.Given;
import io.eksbridge.parts.RunningApiServer;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/// What only a real API server can tell: whether it takes the patched pods, and whether what its
/// metadata says of a Secret's keys is what the webhook understands.
final class ApiServerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CREATED = 201;
  private static final int INVALID = 422;

  @TempDir static Path files;

  private static ApplicationContext injector;
  private static ApiClient api;

  @BeforeAll
  static void start() throws Exception {
    Given.apiServer();
    Path kubeconfig = RunningApiServer.server().kubeconfig();
    injector =
        ApplicationContext.builder()
            .deduceEnvironment(false)
            .properties(Map.of("fargate-injector.kubeconfig", kubeconfig.toString()))
            .start();
    WatchingInjector.begin(injector);
    api = RunningApiServer.client();
    namespace("shop", "privileged");
    namespace("datadog", "privileged");
    namespace("guarded", "restricted");
  }

  @AfterAll
  static void stop() {
    if (injector != null) {
      injector.close();
    }
  }

  @Test
  void aPodThatIsAcceptedIsAcceptedPatchedToo() throws Exception {
    var accepted = new ArrayList<String>();
    var restricted = new ArrayList<String>();
    try (Stream<Path> cases = Files.list(Path.of("src/test/resources/pods"))) {
      for (Path folder : cases.sorted().toList()) {
        JsonNode explained = PodsTest.explain(folder.resolve("pod.yaml"), PodsTest.flags(folder));
        JsonNode pod = explained.path("pod");
        String namespace = pod.path("metadata").path("namespace").asText("shop");
        if (dryRun(namespace, original(folder)) == CREATED) {
          accepted.add(folder.getFileName().toString());
          assertThat(dryRun(namespace, pod)).as(folder.toString()).isEqualTo(CREATED);
        }
        if (dryRun("guarded", moved(original(folder), "guarded")) == CREATED) {
          restricted.add(folder.getFileName().toString());
          assertThat(dryRun("guarded", moved(restricted(folder), "guarded")))
              .as("restricted: " + folder)
              .isEqualTo(CREATED);
        }
      }
    }
    assertThat(accepted)
        .hasSizeGreaterThan(50)
        .contains("the-eks-coredns-add-on-that-opts-in-gets-the-ip-of-the-cluster-agent");
    assertThat(restricted).hasSizeGreaterThan(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a-container-that-the-official-webhook-added-beside-our-native-one-goes-again",
        "our-native-sidecar-gives-way-to-a-container-that-the-official-webhook-adds-after-it"
      })
  void aPodThatTheOfficialWebhookWouldHaveSpoiltIsAcceptedPatched(String name) throws Exception {
    Path folder = Path.of("src/test/resources/pods", name);
    JsonNode explained = PodsTest.explain(folder.resolve("pod.yaml"), PodsTest.flags(folder));

    assertThat(dryRun("shop", original(folder))).isEqualTo(INVALID);
    assertThat(dryRun("shop", explained.path("pod"))).isEqualTo(CREATED);
  }

  @Test
  void aRestrictedPodIsAcceptedPatchedInANamespaceThatEnforcesIt() throws Exception {
    Path manifest =
        Files.writeString(
            files.resolve("restricted.yaml"),
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: web, labels: {eks.amazonaws.com/fargate-profile: apps}}
            spec:
              securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}
              containers:
              - name: web
                image: nginx
                securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
            """);

    JsonNode explained = PodsTest.explain(manifest, List.of());

    assertThat(explained.path("decision").asText()).isEqualTo("inject");
    assertThat(dryRun("guarded", explained.path("pod"))).isEqualTo(CREATED);
  }

  @Test
  void theKeysOfASecretAreKnownFromItsMetadataAndChangesAreFollowed() throws Exception {
    var state = injector.getBean(ClusterState.class);
    String secrets = "/api/v1/namespaces/shop/secrets";
    until(() -> WatchingInjector.credentials(state, "shop") == Credentials.MISSING);

    create(
        secrets, "{'metadata':{'name':'datadog-secret'},'stringData':{'api-key':'a','token':'b'}}");
    until(() -> WatchingInjector.credentials(state, "shop") == Credentials.PRESENT);
    delete(secrets + "/datadog-secret");
    until(() -> WatchingInjector.credentials(state, "shop") == Credentials.MISSING);
    create(secrets, "{'metadata':{'name':'datadog-secret'},'data':{'api-key':'YQ=='}}");
    create(secrets, "{'metadata':{'name':'another'},'data':{'api-key':'YQ==','token':'YQ=='}}");
    until(() -> WatchingInjector.credentials(state, "shop") == Credentials.WITHOUT_TOKEN);
    delete(secrets + "/datadog-secret");
    create(
        secrets, "{'metadata':{'name':'datadog-secret'},'data':{'api_key':'YQ==','token':'YQ=='}}");
    until(() -> WatchingInjector.credentials(state, "shop") == Credentials.WITHOUT_API_KEY);
  }

  @Test
  void theStableServiceIsPreferredAndItsLossIsSeen() throws Exception {
    var state = injector.getBean(ClusterState.class);
    String services = "/api/v1/namespaces/datadog/services";
    String spec = "'spec':{'ports':[{'port':5005}],'selector':{'app':'dca'}}";

    create(services, "{'metadata':{'name':'datadog-cluster-agent'}," + spec + "}");
    until(() -> origin(state).equals("Service datadog/datadog-cluster-agent"));
    create(services, "{'metadata':{'name':'cluster-agent-stable'}," + spec + "}");
    until(() -> origin(state).equals("Service datadog/cluster-agent-stable"));
    delete(services + "/cluster-agent-stable");
    until(() -> origin(state).equals("Service datadog/datadog-cluster-agent"));
  }

  /// The pod as it is injected where its namespace enforces the standard.
  private static JsonNode restricted(Path folder) throws IOException {
    var flags = new ArrayList<>(PodsTest.flags(folder));
    flags.removeIf(flag -> flag.startsWith("--namespace-labels") || flag.startsWith("--hardening"));
    flags.add("--namespace-labels=pod-security.kubernetes.io/enforce=restricted");
    return PodsTest.explain(folder.resolve("pod.yaml"), flags).path("pod");
  }

  private static JsonNode moved(JsonNode pod, String namespace) {
    if (pod.path("metadata").path("namespace") instanceof TextNode) {
      ((ObjectNode) pod.path("metadata")).put("namespace", namespace);
    }
    return pod;
  }

  private static String origin(ClusterState state) {
    return state.view("shop").endpoint().map(endpoint -> endpoint.origin()).orElse("");
  }

  private static void namespace(String name, String standard) throws Exception {
    create(
        "/api/v1/namespaces",
        "{'metadata':{'name':'%s','labels':{'pod-security.kubernetes.io/enforce':'%s'}}}"
            .formatted(name, standard));
  }

  /// The account that the pod runs as is there; without controllers nobody else makes it.
  private static int dryRun(String namespace, JsonNode pod) throws Exception {
    String account = pod.path("spec").path("serviceAccountName").asText("default");
    int _ =
        post(
            "/api/v1/namespaces/" + namespace + "/serviceaccounts",
            "{\"metadata\":{\"name\":\"" + account + "\"}}");
    return post(
        "/api/v1/namespaces/" + namespace + "/pods?dryRun=All", JSON.writeValueAsString(pod));
  }

  private static void create(String path, String object) throws Exception {
    assertThat(post(path, object.replace('\'', '"'))).as(path).isEqualTo(CREATED);
  }

  private static int post(String path, String body) throws IOException, InterruptedException {
    return api.send("POST", path, "application/json", body).statusCode();
  }

  private static void delete(String path) throws IOException, InterruptedException {
    assertThat(api.ask("DELETE", path).statusCode()).isEqualTo(200);
  }

  private static JsonNode original(Path folder) throws Exception {
    return JSON.valueToTree(new Yaml().load(Files.readString(folder.resolve("pod.yaml"))));
  }

  private static void until(BooleanSupplier condition) {
    Instant end = Instant.now().plus(Duration.ofSeconds(30));
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("deadline").isBefore(end);
      LockSupport.parkNanos(10_000_000);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.parts.Folders;
import io.eksbridge.parts.Given;
import io.eksbridge.parts.Patience;
import io.eksbridge.parts.RealCluster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// What the product is for: pods on Fargate whose Agent reaches its kubelet and the cluster agent,
/// with nothing done by hand. The services come from their images and charts; the kubelets,
/// containerd and CoreDNS are real; Datadog's own parts are stood in for.
@TestMethodOrder(OrderAnnotation.class)
final class FargateStoryTest {
  private static final String SIDECAR = "datadog-agent-injected";
  private static final String FIRST = "the-first-token-of-the-cluster-agent";
  private static final String SECOND = "the-second-token-of-the-cluster-agent";

  private static final Duration LIMIT = Duration.ofMinutes(2); // two cores for a whole cluster

  private static Path folder;
  private static RealCluster cluster;

  @BeforeAll
  static void aClusterWithAClusterAgent() throws Exception {
    Given.nodes();
    var images = List.of(Given.image("fargate-injector"), Given.image("token-sync"));
    folder = Folders.scratch("story-");
    cluster = RealCluster.start(folder.resolve("state"), 3);
    for (Path image : images) {
      cluster.loadOnEc2(image);
    }
    cluster.load(StandInImage.make(folder));
    cluster.load(CoreDnsImage.make(folder));
    cluster.apply(
        resource("cluster-agent.yaml").replace("TOKEN-HERE", FIRST).replace("KEYS-HERE", keys()));
  }

  @AfterAll
  static void withoutIt() {
    if (cluster != null) {
      cluster.close();
      Folders.delete(folder);
    }
  }

  @Test
  @Order(1)
  void withoutTheProductCoreDnsRunsWithoutAnAgent() throws Exception {
    cluster.apply(resource("coredns.yaml"));

    ready("kube-system", "k8s-app=kube-dns");
    assertThat(containers("kube-system", "k8s-app=kube-dns")).isEqualTo("coredns");
  }

  @Test
  @Order(2)
  void coreDnsGetsAnAgentThatReachesTheClusterAgentByAddress() throws Exception {
    new Release("token-sync", "eksbridge", cluster).install(Map.of());
    new Release("fargate-injector", "eksbridge", cluster)
        .install(
            Map.of(
                "sidecar.image", StandInImage.NAME,
                "sidecar.clusterName", "story",
                "sidecar.cpu", "1000m", // the JVM of the stand-in
                "tls.publishWait", "PT1S",
                "tls.retireWait", "PT30S"));

    cluster.kubectl("rollout", "restart", "deployment/coredns", "-n", "kube-system");
    cluster.kubectl(
        "rollout", "status", "deployment/coredns", "-n", "kube-system", "--timeout=60s");

    assertThat(containers("kube-system", "k8s-app=kube-dns")).contains(SIDECAR);
    assertThat(address("kube-system", "k8s-app=kube-dns"))
        .matches("https://10\\.100\\.[0-9.]+:5005");
    says("kube-system", "k8s-app=kube-dns", "cluster-agent 200");
    says("kube-system", "k8s-app=kube-dns", "kubelet 200");
  }

  @Test
  @Order(3)
  void aNamespaceMadeASecondAgoRunsAPodWithEverythingInPlace() throws Exception {
    cluster.apply(application("enforce: restricted"));

    ready("shop", "app=cart");
    assertThat(address("shop", "app=cart"))
        .isEqualTo("https://datadog-cluster-agent.datadog.svc.cluster.local:5005");
    says("shop", "app=cart", "cluster-agent 200");
    says("shop", "app=cart", "kubelet 200");
  }

  @Test
  @Order(4)
  void afterTheTokenIsRotatedCopiesFollowAndARestartedPodIsWell() throws Exception {
    cluster.apply(
        "{apiVersion: v1, kind: Secret, metadata: {name: datadog-cluster-agent, namespace: datadog}, stringData: {token: "
            + SECOND
            + "}}");
    cluster.kubectl("rollout", "restart", "deployment/datadog-cluster-agent", "-n", "datadog");
    cluster.kubectl(
        "rollout", "status", "deployment/datadog-cluster-agent", "-n", "datadog", "--timeout=60s");

    assertThat(Patience.until(LIMIT, () -> copy("shop").equals(SECOND)))
        .as(() -> told("shop"))
        .isTrue();
    says("shop", "app=cart", "cluster-agent 403");
    cluster.kubectl("delete", "pods", "-n", "shop", "-l", "app=cart", "--now");
    ready("shop", "app=cart");
    says("shop", "app=cart", "cluster-agent 200");
  }

  private static String application(String standard) {
    return """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
          labels: {test.eksbridge.io/fargate-profile: shop, eksbridge.io/fargate: enabled, pod-security.kubernetes.io/%s}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: cart, namespace: shop}
        spec:
          selector: {matchLabels: {app: cart}}
          template:
            metadata: {labels: {app: cart}}
            spec:
              terminationGracePeriodSeconds: 0
              securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}
              containers:
                - name: cart
                  image: eksbridge.test/busybox:1
                  command: [/bin/sleep, infinity]
                  resources: {requests: {cpu: 50m, memory: 32Mi}}
                  securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
        """
        .formatted(standard);
  }

  private static void ready(String namespace, String label) throws Exception {
    assertThat(
            Patience.until(
                LIMIT,
                () ->
                    pods(
                            namespace,
                            label,
                            "{.items[*].status.conditions[?(@.type=='Ready')].status}")
                        .equals("True")))
        .as(() -> told(namespace))
        .isTrue();
  }

  /// The newest line of the sidecar of this kind is that one.
  private static void says(String namespace, String label, String line) throws Exception {
    assertThat(Patience.until(LIMIT, () -> logs(namespace, label).contains(line + "\n")))
        .as(() -> told(namespace))
        .isTrue();
  }

  private static String logs(String namespace, String label) throws InterruptedException {
    try {
      return cluster.kubectl(
          "logs", "-n", namespace, "-l", label, "-c", SIDECAR, "--tail=6", "--ignore-errors");
    } catch (IOException notYet) {
      return "";
    }
  }

  private static String containers(String namespace, String label) throws Exception {
    return pods(namespace, label, "{.items[*].spec.containers[*].name}");
  }

  private static String address(String namespace, String label) throws Exception {
    return pods(namespace, label, "{.items[*].metadata.annotations.eksbridge\\.io/address}");
  }

  private static String pods(String namespace, String label, String path)
      throws IOException, InterruptedException {
    return cluster.kubectl("get", "pods", "-n", namespace, "-l", label, "-o", "jsonpath=" + path);
  }

  private static String copy(String namespace) throws IOException, InterruptedException {
    String value =
        cluster.kubectl(
            "get", "secret", "datadog-secret", "-n", namespace, "-o", "jsonpath={.data.token}");
    return new String(Base64.getDecoder().decode(value.strip()), StandardCharsets.UTF_8);
  }

  private static String told(String namespace) {
    try {
      return cluster.kubectl("describe", "pods", "-n", namespace)
          + cluster.kubectl("get", "pods", "-A", "-o", "wide")
          + cluster.kubectl(
              "logs",
              "-n",
              "eksbridge",
              "-l",
              "app.kubernetes.io/name=fargate-injector",
              "--tail=20")
          + cluster.kubectl(
              "logs", "-n", "eksbridge", "-l", "app.kubernetes.io/name=token-sync", "--tail=20");
    } catch (IOException | InterruptedException broken) {
      return broken.toString();
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream file =
        Objects.requireNonNull(FargateStoryTest.class.getResourceAsStream("/cluster/" + name))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// A key and a certificate of its own making, as the cluster agent has.
  private static String keys() throws Exception {
    Path keys = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "cluster-agent",
                "-storetype",
                "PKCS12",
                "-dname",
                "CN=datadog-cluster-agent",
                "-storepass",
                "stand-in",
                "-keystore",
                keys.toString())
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    return Base64.getEncoder().encodeToString(Files.readAllBytes(keys));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.parts.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Which pods lack what, found on a real API server with the rights of the chart and no more.
final class CoverageTest extends WithController {
  private static final String SHOP = "shop";

  @BeforeEach
  void aShop() throws Exception {
    kubectl.apply("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}");
    kubectl.apply(
        "{apiVersion: v1, kind: ServiceAccount, metadata: {name: default, namespace: shop}}");
    kubectl.apply(
        "{apiVersion: v1, kind: Secret, metadata: {name: datadog-secret, namespace: shop}, stringData: {api-key: a, token: b}}");
    kubectl.apply("{apiVersion: v1, kind: Namespace, metadata: {name: datadog}}");
    kubectl.apply(
        "{apiVersion: v1, kind: Service, metadata: {name: datadog-cluster-agent, namespace: datadog}, spec: {selector: {app: datadog-cluster-agent}, ports: [{port: 5005}]}}");
  }

  @AfterEach
  void theShopIsEmpty() throws Exception {
    kubectl.run("delete", "pods,deployments,replicasets,events", "--all", "-n", SHOP, "--force");
    kubectl.run("delete", "services", "--all", "-n", "datadog");
  }

  @Test
  void podsThatWereMissedAndPodsWithAnOldAddressAreCountedAndTold() throws Exception {
    pod("cart", "", "name: cart", "");
    pod("left", "eksbridge.io/fargate: disabled", "name: left", "");
    pod("dns", injected("https://172.20.200.9:5005"), "name: datadog-agent-injected", "");
    pod(
        "web",
        injected("https://datadog-cluster-agent.datadog.svc.cluster.local:5005"),
        "name: datadog-agent-injected",
        "");
    try (Service controller = controllers.start()) {
      assertThat(
              eventually(
                  () ->
                      metrics(controller)
                          .contains(
                              "fargate_injector_missed_pods{now=\"injected\",reason=\"before_webhook\"} 1.0")))
          .isTrue();
      assertThat(eventually(() -> metrics(controller).contains("fargate_injector_stale_pods 1.0")))
          .isTrue();
      assertThat(eventually(() -> told("cart").contains("MissedPod"))).isTrue();
      assertThat(eventually(() -> told("dns").contains("StaleAddress"))).isTrue();
      assertThat(told("left") + told("web")).isEmpty();
      assertThat(RunningController.says(controller, "1 stale, 1 missed of ")).isTrue();
      tells(controller, "\"message\":\"pod missed\"");
      assertThat(canPatchDeployments()).isEqualTo("no");

      kubectl.run("delete", "pod", "cart", "dns", "-n", SHOP, "--force");

      assertThat(eventually(() -> metrics(controller).contains("fargate_injector_stale_pods 0.0")))
          .isTrue();
      assertThat(metrics(controller)).doesNotContain("fargate_injector_missed_pods{");
    }
  }

  @Test
  void statusTellsTheSameAndAReplicaThatLeadsNoLongerTellsNothing() throws Exception {
    pod("cart", "", "name: cart", "");
    pod("dns", injected("https://172.20.200.9:5005"), "name: datadog-agent-injected", "");
    try (Service controller = controllers.start()) {
      assertThat(eventually(() -> RunningController.says(controller, "1 stale, 1 missed of ")))
          .isTrue();
      assertThat(controllers.status())
          .contains("coverage  1 stale, 1 missed of ")
          .contains("missed    before_webhook shop/cart: This pod runs on Fargate without")
          .contains(
              "stale     shop/dns: The Datadog Agent of this pod was given https://172.20.200.9")
          .contains("restarts  0 within a day, 0 under way");

      kubectl.run(
          "patch",
          "lease",
          "eksbridge-injector",
          "-n",
          "eksbridge",
          "--type=merge",
          "-p",
          "{\"spec\":{\"holderIdentity\":\"another\",\"leaseDurationSeconds\":3600}}");

      assertThat(eventually(() -> metrics(controller).contains("fargate_injector_leader 0.0")))
          .isTrue();
      assertThat(eventually(() -> !metrics(controller).contains("fargate_injector_missed_pods{")))
          .isTrue();
      List<String> nothing = // each duty tells it by itself
          List.of(
              "fargate_injector_stale_pods 0.0",
              "fargate_injector_access_pods{state=\"waiting\"} 0.0",
              "fargate_injector_issued_certificate_expiry_timestamp_seconds 0.0");
      assertThat(eventually(() -> nothing.stream().allMatch(metrics(controller)::contains)))
          .isTrue();
    }
  }

  @Test
  void ownersAreRestartedOneAfterTheOtherWhereTheOperatorSaysSo() throws Exception {
    for (String name : new String[] {"api", "web"}) {
      deployment(name);
      pod(
          name,
          injected("https://172.20.200.9:5005"),
          "name: datadog-agent-injected",
          owner("ReplicaSet", name + "-1"));
    }
    try (Service controller =
        RunningController.in(folder, kubectl, Map.of("restart.stale", true))
            .start("--restart-stale=true", "--restart-settling=PT1S")) {
      assertThat(canPatchDeployments()).isEqualTo("yes");
      assertThat(eventually(() -> restarted("api").startsWith("address https://172.20.0.")))
          .as(controller.get("/health/readiness") + controller.process().log())
          .isTrue();
      assertThat(
              eventually(
                  () -> RunningController.says(controller, "waiting for shop/deployment/api")))
          .isTrue();
      assertThat(restarted("web")).isEmpty();

      kubectl.run("delete", "pod", "api", "-n", SHOP, "--force");
      complete("api");

      assertThat(eventually(() -> !restarted("web").isEmpty())).isTrue();

      complete("web");

      assertThat(
              eventually(
                  () ->
                      metrics(controller)
                          .contains("fargate_injector_restarts_halted{reason=\"no_help\"} 1.0")))
          .isTrue();
      tells(controller, "\"change\":\"restart\"");
    }
  }

  private static String injected(String address) {
    return "eksbridge.io/decision: injected, eksbridge.io/address: '" + address + "'";
  }

  private String told(String pod) throws IOException, InterruptedException {
    return kubectl
        .run(
            "get",
            "events",
            "-n",
            SHOP,
            "--field-selector=involvedObject.name=" + pod,
            "-o",
            "jsonpath={.items[?(@.source.component=='eksbridge-injector')].reason}")
        .replace("KubeletAccessDenied", "")
        .strip();
  }

  private String canPatchDeployments() throws IOException, InterruptedException {
    return kubectl
        .run("create", "-o", "jsonpath={.status.allowed}", "-f", review().toString())
        .replace("true", "yes")
        .replace("false", "no");
  }

  private Path review() throws IOException {
    return java.nio.file.Files.writeString(
        folder.resolve("review.yaml"),
        "{apiVersion: authorization.k8s.io/v1, kind: SubjectAccessReview, spec: {user: 'system:serviceaccount:eksbridge:release-controller', resourceAttributes: {group: apps, resource: deployments, verb: patch, namespace: shop}}}");
  }

  private void pod(String name, String annotations, String container, String owners)
      throws Exception {
    kubectl.apply(
        """
        {apiVersion: v1, kind: Pod,
         metadata: {name: %s, namespace: shop, annotations: {%s}%s},
         spec: {schedulerName: fargate-scheduler, containers: [{%s, image: example}]}}
        """
            .formatted(name, annotations, owners, container));
  }

  private String owner(String kind, String name) throws Exception {
    String uid = kubectl.run("get", kind, name, "-n", SHOP, "-o", "jsonpath={.metadata.uid}");
    return ", ownerReferences: [{apiVersion: apps/v1, kind: %s, name: %s, uid: %s, controller: true}]"
        .formatted(kind, name, uid);
  }

  /// A Deployment, its ReplicaSet and a rollout that has ended: no controller makes them here.
  private void deployment(String name) throws Exception {
    String template =
        "selector: {matchLabels: {app: %s}}, template: {metadata: {labels: {app: %s}}, spec: {containers: [{name: a, image: b}]}}"
            .formatted(name, name);
    kubectl.apply(
        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: %s, namespace: shop}, spec: {replicas: 1, %s}}"
            .formatted(name, template));
    kubectl.apply(
        "{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: %s-1, namespace: shop%s}, spec: {replicas: 1, %s}}"
            .formatted(name, owner("Deployment", name), template));
    complete(name);
  }

  private void complete(String name) throws Exception {
    String generation =
        kubectl.run("get", "deployment", name, "-n", SHOP, "-o", "jsonpath={.metadata.generation}");
    kubectl.run(
        "patch",
        "deployment",
        name,
        "-n",
        SHOP,
        "--subresource=status",
        "--type=merge",
        "-p",
        "{\"status\":{\"observedGeneration\":%s,\"replicas\":1,\"updatedReplicas\":1,\"availableReplicas\":1,\"readyReplicas\":1}}"
            .formatted(generation));
  }

  private String restarted(String name) throws IOException, InterruptedException {
    return get(
        "/apis/apps/v1/namespaces/shop/deployments/" + name,
        "/spec/template/metadata/annotations/eksbridge.io~1restarted-for");
  }
}

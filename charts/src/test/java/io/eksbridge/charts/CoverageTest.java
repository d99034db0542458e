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

  private Shop shop;

  @BeforeEach
  void aShop() throws Exception {
    shop = new Shop(kubectl);
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
    shop.pod("cart", "", "name: cart", "");
    shop.pod("left", "eksbridge.io/fargate: disabled", "name: left", "");
    shop.pod("dns", Shop.injected("https://172.20.200.9:5005"), "name: datadog-agent-injected", "");
    shop.pod(
        "web",
        Shop.injected("https://datadog-cluster-agent.datadog.svc.cluster.local:5005"),
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
    shop.pod("cart", "", "name: cart", "");
    shop.pod("dns", Shop.injected("https://172.20.200.9:5005"), "name: datadog-agent-injected", "");
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
      shop.deployment(name);
      shop.pod(
          name,
          Shop.injected("https://172.20.200.9:5005"),
          "name: datadog-agent-injected",
          shop.owned("ReplicaSet", name + "-1"));
    }
    try (Service controller =
        RunningController.in(folder, kubectl, Map.of("restart.stale", true))
            .start("--restart-stale=true", "--restart-settling=PT1S")) {
      assertThat(canPatchDeployments()).isEqualTo("yes");
      assertThat(
              eventually(
                  () ->
                      shop.restarted("deployment", "api").startsWith("address https://172.20.0.")))
          .as(controller.get("/health/readiness") + controller.process().log())
          .isTrue();
      assertThat(
              eventually(
                  () -> RunningController.says(controller, "waiting for shop/deployment/api")))
          .isTrue();
      assertThat(shop.restarted("deployment", "web")).isEmpty();

      kubectl.run("delete", "pod", "api", "-n", SHOP, "--force");
      shop.complete("deployment", "api");

      assertThat(eventually(() -> !shop.restarted("deployment", "web").isEmpty())).isTrue();

      shop.complete("deployment", "web");

      assertThat(
              eventually(
                  () ->
                      metrics(controller)
                          .contains("fargate_injector_restarts_halted{reason=\"no_help\"} 1.0")))
          .isTrue();
      tells(controller, "\"change\":\"restart\"");
    }
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
}

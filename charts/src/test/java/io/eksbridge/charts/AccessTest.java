// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.parts.Child;
import io.eksbridge.parts.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who may read which kubelet, asked of a real API server, while the controller works with the
/// rights of its chart.
final class AccessTest extends WithController {
  private static final String CART = "eksbridge-kubelet:access:cart:0";
  private static final String OURS = "?labelSelector=eksbridge.io/owner=eksbridge-injector";

  private FargateFleet fleet;

  @BeforeEach
  void aFleet() throws Exception {
    fleet = FargateFleet.in(api, "access", "cart", "bank");
  }

  /// That `cleanup` takes the roles away is a rule of its own, below.
  @AfterEach
  void noAccessIsLeft() throws Exception {
    for (String kind : List.of("clusterroles", "clusterrolebindings")) {
      api.must("DELETE", "/apis/rbac.authorization.k8s.io/v1/" + kind + OURS, null);
    }
    api.must("DELETE", "/api/v1/namespaces/access/pods?gracePeriodSeconds=0", null);
    api.must("DELETE", "/api/v1/nodes?labelSelector=eks.amazonaws.com/compute-type=fargate", null);
    api.must("DELETE", "/api/v1/namespaces/default/events", null);
  }

  @Test
  void anAccountReadsTheKubeletsOfItsOwnPodsWhileTheyRun() throws Exception {
    try (Service _ = controllers.start()) {
      fleet.pod("cart-1", "cart", "fargate-1");
      fleet.pod("cart-2", "cart", "fargate-2");
      fleet.pod("bank-1", "bank", "fargate-3");

      until(() -> fleet.mayRead("cart", "fargate-1") && fleet.mayRead("cart", "fargate-2"));
      until(() -> fleet.mayRead("bank", "fargate-3"));
      assertThat(fleet.mayRead("cart", "fargate-3")).isFalse();
      assertThat(fleet.mayRead("bank", "fargate-1")).isFalse();
      assertThat(fleet.mayRead("cart", "ec2-1")).isFalse();

      fleet.ends("cart-1");
      until(() -> !fleet.mayRead("cart", "fargate-1"));
      assertThat(fleet.mayRead("cart", "fargate-2")).isTrue();

      fleet.delete("cart-1");
      fleet.delete("cart-2");
      fleet.delete("bank-1");
      until(() -> ours().isEmpty());
    }
  }

  @Test
  void thePolicyThatConfinesTheControllerLetsItDoItsWork() throws Exception {
    String policy =
        Files.readString(Path.of("..", "policies", "grants-are-what-they-claim", "policy.yaml"))
            .replace("eksbridge:fargate-injector-controller", "eksbridge:release-controller");
    kubectl.apply(policy);
    String controller = "--as=system:serviceaccount:eksbridge:release-controller";
    try {
      until( // it takes effect a moment after it was stored
          () ->
              kubectl
                  .says("delete", "clusterrole", "view", "--dry-run=server", controller)
                  .contains("but those called eksbridge-kubelet"));
      fleet.pod("cart-1", "cart", "fargate-1");
      try (Service _ = controllers.start()) {
        until(() -> fleet.mayRead("cart", "fargate-1"));
        fleet.pod("cart-2", "cart", "fargate-2");
        until(() -> fleet.mayRead("cart", "fargate-2"));
        fleet.delete("cart-1");
        fleet.delete("cart-2");
        until(() -> ours().isEmpty());
      }
    } finally {
      String name = "eksbridge-grants-are-what-they-claim";
      kubectl.run(
          "delete",
          "validatingadmissionpolicybinding/" + name,
          "validatingadmissionpolicy/" + name);
    }
  }

  @Test
  void aNameOfANodeInAPodLetsNobodyIn() throws Exception {
    try (Service controller = controllers.start()) {
      kubectl.apply("{apiVersion: v1, kind: Node, metadata: {name: ec2-1}}");
      fleet.bare("thief", "bank", "ec2-1");
      fleet.pod("cart-1", "cart", "fargate-1");
      until(() -> fleet.mayRead("cart", "fargate-1"));
      assertThat(fleet.mayRead("bank", "ec2-1")).isFalse();

      fleet.bare("thief-2", "bank", "fargate-1");
      until(() -> !fleet.mayRead("cart", "fargate-1"));
      assertThat(fleet.mayRead("bank", "fargate-1")).isFalse();
      until(() -> controller.get("/metrics").contains("access_pods{state=\"contested\"} 2"));
      kubectl.run("delete", "node", "ec2-1");
    }
  }

  @Test
  void whatSomeoneEditsOrDeletesIsRepaired() throws Exception {
    fleet.pod("cart-1", "cart", "fargate-1");
    try (Service controller = controllers.start()) {
      until(() -> fleet.mayRead("cart", "fargate-1"));

      kubectl.run(
          "patch",
          "clusterrole",
          CART,
          "--type=json",
          "-p",
          "[{\"op\":\"remove\",\"path\":\"/rules/0/resourceNames\"}]");
      until(() -> controller.process().log().contains("by kubectl-patch"));
      until(() -> !fleet.mayRead("cart", "ec2-1"));

      kubectl.run("label", "clusterrole", CART, "eksbridge.io/owner-");
      until(() -> ours().contains("clusterroles/" + CART));

      kubectl.run("delete", "clusterrolebinding", CART);
      until(() -> fleet.mayRead("cart", "fargate-1"));
      tells(controller, "\"change\":\"repair\"", "\"reason\":\"edited\"", "\"reason\":\"deleted\"");
      soon(
          "Events",
          () ->
              Stream.of("clusterrole/" + CART, "by kubectl-patch", "clusterrolebinding/" + CART)
                  .allMatch(events("GrantRepaired")::contains));
    }
  }

  @Test
  void aPodWithoutANodeWaitsForItAndStatusSaysSo() throws Exception {
    fleet.bare("cart-1", "cart", "");
    try (Service controller = controllers.start()) {
      until(() -> RunningController.says(controller, "0 of 0 pods granted, 1 waiting"));
      assertThat(controllers.status()).contains("1 waiting for their node");
      assertThat(ours()).isEmpty();

      fleet.node("fargate-1");
      fleet.bind("cart-1", "fargate-1");
      until(() -> fleet.mayRead("cart", "fargate-1"));
    }
  }

  @Test
  void aRoleOfAnotherUnderOurNameIsNeverTouched() throws Exception {
    kubectl.run("create", "clusterrole", CART, "--verb=get", "--resource=pods");
    fleet.pod("cart-1", "cart", "fargate-1");
    fleet.pod("bank-1", "bank", "fargate-2");
    try (Service controller = controllers.start()) {
      until(() -> fleet.mayRead("bank", "fargate-2"));
      until(() -> RunningController.says(controller, CART + " is not ours"));

      assertThat(fleet.mayRead("cart", "fargate-1")).isFalse();
      assertThat(kubectl.run("get", "clusterrole", CART, "-o", "jsonpath={.rules[0].resources}"))
          .isEqualTo("[\"pods\"]");
      assertThat(controllers.status())
          .contains("clash     clusterrole/" + CART, "denied    access/cart-1");
      soon("Event", () -> events("GrantNameTaken").contains("clusterrole/" + CART));

      assertThat(controllers.cleanup()).contains("clusterrole/" + CART + " left: it is not ours");
      assertThat(kubectl.run("get", "clusterrole", CART, "-o", "name")).contains(CART);
    } finally {
      kubectl.run("delete", "clusterrole", CART);
    }
  }

  @Test
  void whoMayNotReadItsKubeletIsFoundAndToldOnItsPod() throws Exception {
    kubectl.run("create", "clusterrole", "others", "--verb=get", "--resource=nodes/proxy");
    kubectl.run(
        "create",
        "clusterrolebinding",
        "others",
        "--clusterrole=others",
        "--serviceaccount=access:bank");
    fleet.pod("cart-1", "cart", "fargate-1");
    fleet.pod("bank-1", "bank", "fargate-2");
    try (Service controller = controllers.start("--kubelet-access=off")) {
      until(
          () ->
              controller.status("/metrics") == 200
                  && controller.get("/metrics").contains("access_pods{state=\"denied\"} 1.0"));
      assertThat(controller.get("/metrics")).contains("access_pods{state=\"by_others\"} 1.0");
      assertThat(
              kubectl.run(
                  "get", "events", "-n", "access", "--field-selector=reason=KubeletAccessDenied"))
          .contains("pod/cart-1", "may not get nodes/proxy of fargate-1")
          .doesNotContain("bank-1");
    } finally {
      kubectl.run("delete", "clusterrolebinding/others", "clusterrole/others");
      kubectl.run("delete", "events", "--all", "-n", "access");
    }
  }

  @Test
  void theModeIsChangedWithNothingLeftOfTheOther() throws Exception {
    fleet.pod("cart-1", "cart", "fargate-1");
    try (Service _ = controllers.start("--kubelet-access=cluster")) {
      until(() -> fleet.mayRead("cart", "ec2-1"));
      assertThat(ours()).hasSize(2);
    }
    try (Service _ = controllers.start()) {
      until(() -> fleet.mayRead("cart", "fargate-1") && !fleet.mayRead("cart", "ec2-1"));
      assertThat(controllers.status())
          .contains("access    scoped: 1 ServiceAccounts, 1 pods granted");
    }
    assertThat(controllers.cleanup())
        .contains("clusterrolebinding/" + CART + " deleted", "clusterrole/" + CART + " deleted");
    assertThat(controllers.cleanup()).doesNotContain(CART);
  }

  /// Access is reviewed when a pod has waited for ten seconds.
  private static void until(Child.Check check) throws Exception {
    soon("access", check);
  }

  private List<String> ours() throws IOException, InterruptedException {
    var names = new ArrayList<String>();
    for (String kind : List.of("clusterroles", "clusterrolebindings")) {
      String path = "/apis/rbac.authorization.k8s.io/v1/" + kind + OURS;
      for (JsonNode item : api.must("GET", path, null).path("items")) {
        names.add(kind + "/" + item.at("/metadata/name").asText());
      }
    }
    return names;
  }

  private String events(String reason) throws IOException, InterruptedException {
    return kubectl.run("get", "events", "-n", "default", "--field-selector=reason=" + reason);
  }
}

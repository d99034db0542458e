// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.parts.Patience;
import io.eksbridge.parts.Service;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The controller on a real API server, with the rights of its chart and no more.
final class ControllerTest {
  private static final String AUTOMATIC = "mutatingwebhookconfiguration/eksbridge-fargate-injector";
  private static final String OPT_IN = AUTOMATIC + "-opt-in";
  private static final String SECRET = "secret/release-certificate";
  private static final String BUNDLE = "{.webhooks[0].clientConfig.caBundle}";

  @TempDir Path folder;
  private Kubectl kubectl;
  private RunningController controllers;

  @BeforeEach
  void aCluster() throws Exception {
    kubectl = Kubectl.in(folder);
    controllers = RunningController.in(folder, kubectl);
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    String said = controllers.cleanup();

    assertThat(said.lines()).hasSize(6);
    assertThat(controllers.cleanup().lines())
        .hasSize(6)
        .allMatch(line -> line.endsWith("was not there"));
    assertThat(kubectl.run("get", "mutatingwebhookconfigurations", "-o", "name"))
        .doesNotContain("eksbridge");
    kubectl.run("delete", "lease", "eksbridge-injector", "-n", "eksbridge", "--ignore-not-found");
  }

  @Test
  void itMakesTheCertificateAndBothConfigurationsAndIsReady() throws Exception {
    try (Service controller = controllers.start()) {
      controller.awaitReady(System.nanoTime());

      assertThat(Patience.until(() -> RunningController.settled(controller))).isTrue();
      assertThat(get(AUTOMATIC, BUNDLE)).isNotBlank().isEqualTo(get(OPT_IN, BUNDLE));
      assertThat(get(SECRET, "{.data.tls\\.crt}")).isNotBlank();
      assertThat(metrics(controller, "fargate_injector_leader")).containsExactly("1.0");
      assertThat(metrics(controller, "fargate_injector_issued_certificate_expiry")).hasSize(1);
      assertThat(controller.process().log())
          .contains("\"change\":\"create\"")
          .doesNotContain("PRIVATE KEY");
    }
  }

  @Test
  void whatSomeoneEditsOrDeletesIsRepaired() throws Exception {
    try (Service controller = controllers.start()) {
      controller.awaitReady(System.nanoTime());
      assertThat(Patience.until(() -> RunningController.settled(controller))).isTrue();
      String bundle = get(AUTOMATIC, BUNDLE);

      patch(AUTOMATIC, "[{'op':'replace','path':'/webhooks/0/failurePolicy','value':'Fail'}]");
      assertThat(
              Patience.until(() -> get(AUTOMATIC, "{.webhooks[0].failurePolicy}").equals("Ignore")))
          .isTrue();

      patch(
          OPT_IN,
          "[{'op':'add','path':'/webhooks/0/matchConditions/-','value':{'name':'never','expression':'false'}}]");
      assertThat(
              Patience.until(
                  () -> !get(OPT_IN, "{.webhooks[0].matchConditions[*].name}").contains("never")))
          .isTrue();

      kubectl.run("delete", AUTOMATIC);
      assertThat(Patience.until(() -> there(AUTOMATIC))).isTrue();
      assertThat(get(AUTOMATIC, BUNDLE)).isEqualTo(bundle);

      kubectl.run("delete", SECRET, "-n", "eksbridge");
      assertThat(Patience.until(() -> there(SECRET) && !get(SECRET, "{.data.tls\\.crt}").isBlank()))
          .isTrue();
      assertThat(Patience.until(() -> !get(AUTOMATIC, BUNDLE).equals(bundle))).isTrue();
      assertThat(Patience.until(() -> RunningController.settled(controller))).isTrue();
      assertThat(controller.process().log())
          .contains("\"reason\":\"edited\"", "\"reason\":\"added_to\"");
    }
  }

  @Test
  void whenTheLeaderDiesAnotherTakesOver() throws Exception {
    try (Service first = controllers.start()) {
      first.awaitReady(System.nanoTime());
      assertThat(Patience.until(() -> RunningController.settled(first))).isTrue();
      try (Service second = controllers.start()) {
        second.awaitReady(System.nanoTime());
        assertThat(metrics(second, "fargate_injector_leader")).containsExactly("0.0");
        ProcessHandle.of(first.process().pid()).orElseThrow().destroyForcibly();
        kubectl.run("delete", OPT_IN);

        boolean leads = false;
        for (int turn = 0; turn < 3 && !leads; turn++) { // the Lease lasts some seconds
          leads = Patience.until(() -> metrics(second, "fargate_injector_leader").contains("1.0"));
        }
        assertThat(leads).isTrue();
        assertThat(Patience.until(() -> there(OPT_IN))).isTrue();
      }
    }
  }

  @Test
  void aLeaderWhoseClockWasAheadIsWaitedForByOnesOwnClockAndNoLonger() throws Exception {
    kubectl.apply(
        "{apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: eksbridge-injector, namespace: eksbridge}, spec: {holderIdentity: gone,"
            + " leaseDurationSeconds: 6, acquireTime: '2099-01-01T00:00:00.000000Z', renewTime: '2099-01-01T00:00:00.000000Z', leaseTransitions: 1}}");
    try (Service controller = controllers.start()) {
      boolean leads = false;
      for (int turn = 0; turn < 3 && !leads; turn++) {
        leads = Patience.until(() -> RunningController.says(controller, "\"leader\":true"));
      }
      assertThat(leads).isTrue();
      assertThat(Patience.until(() -> there(OPT_IN))).isTrue();
    }
  }

  @Test
  void aLeaderThatIsStoppedGivesTheLeaseBackAtOnce() throws Exception {
    try (Service second = standby()) {
      assertThat(Patience.until(() -> metrics(second, "fargate_injector_leader").contains("1.0")))
          .isTrue();
    }
  }

  @Test
  void aSecretOfAnotherIsNotTouched() throws Exception {
    kubectl.apply(
        "{apiVersion: v1, kind: Secret, metadata: {name: release-certificate, namespace: eksbridge}, stringData: {a: b}}");
    try (Service controller = controllers.start()) {
      assertThat(Patience.until(() -> RunningController.says(controller, "is not ours"))).isTrue();
      assertThat(get(SECRET, "{.data.a}")).isEqualTo("Yg==");
    } finally {
      kubectl.run("delete", SECRET, "-n", "eksbridge");
    }
  }

  /// A second controller beside a first that was stopped in order.
  private Service standby() throws Exception {
    try (Service first = controllers.start()) {
      first.awaitReady(System.nanoTime());
      assertThat(Patience.until(() -> RunningController.settled(first))).isTrue();
      Service second = controllers.start();
      second.awaitReady(System.nanoTime());
      return second;
    }
  }

  private static List<String> metrics(Service service, String name)
      throws java.io.IOException, InterruptedException {
    return service
        .get("/metrics")
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .toList();
  }

  private boolean there(String object) throws java.io.IOException, InterruptedException {
    return !kubectl
        .run("get", object, "-n", "eksbridge", "--ignore-not-found", "-o", "name")
        .isBlank();
  }

  private String get(String object, String field) throws java.io.IOException, InterruptedException {
    return kubectl.run(
        "get", object, "-n", "eksbridge", "--ignore-not-found", "-o", "jsonpath=" + field);
  }

  private void patch(String object, String operations) throws Exception {
    kubectl.run("patch", object, "--type=json", "-p", operations.replace('\'', '"'));
  }
}

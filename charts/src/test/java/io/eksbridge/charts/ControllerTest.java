// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.parts.Patience;
import io.eksbridge.parts.Service;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The controller on a real API server, with the rights of its chart and no more.
final class ControllerTest extends WithController {
  private static final String PODS_LISTED = "fargate_injector_watch_synced{watch=\"pods\"}";

  @Test
  void itMakesTheCertificateAndBothConfigurationsAndCleanupLeavesNothingOfThem() throws Exception {
    try (Service controller = controllers.start()) {
      controller.awaitReady(System.nanoTime());

      assertThat(Patience.until(() -> RunningController.settled(controller))).isTrue();
      assertThat(get(Thing.AUTOMATIC, Thing.BUNDLE))
          .isNotBlank()
          .isEqualTo(get(Thing.OPT_IN, Thing.BUNDLE));
      assertThat(get(Thing.CERTIFICATE, "/data/tls.crt")).isNotBlank();
      assertThat(metrics(controller, "fargate_injector_leader")).containsExactly("1.0");
      assertThat(metrics(controller, "fargate_injector_issued_certificate_expiry")).hasSize(1);
      tells(controller, "\"change\":\"create\"");
      assertThat(controller.process().log()).doesNotContain("PRIVATE KEY");
    }
    assertThat(controllers.cleanup().lines()).hasSize(6);
    assertThat(controllers.cleanup().lines())
        .hasSize(6)
        .allMatch(line -> line.endsWith("was not there"));
    assertThat(kubectl.run("get", "mutatingwebhookconfigurations", "-o", "name"))
        .doesNotContain("eksbridge");
  }

  @Test
  void whatSomeoneEditsOrDeletesIsRepaired() throws Exception {
    try (Service controller = controllers.start()) {
      controller.awaitReady(System.nanoTime());
      assertThat(Patience.until(() -> RunningController.settled(controller))).isTrue();
      String bundle = get(Thing.AUTOMATIC, Thing.BUNDLE);

      patch(
          Thing.AUTOMATIC, "[{'op':'replace','path':'/webhooks/0/failurePolicy','value':'Fail'}]");
      assertThat(
              Patience.until(
                  () -> get(Thing.AUTOMATIC, "/webhooks/0/failurePolicy").equals("Ignore")))
          .isTrue();

      patch(
          Thing.OPT_IN,
          "[{'op':'add','path':'/webhooks/0/matchConditions/-','value':{'name':'never','expression':'false'}}]");
      assertThat(
              Patience.until(
                  () -> !get(Thing.OPT_IN, "/webhooks/0/matchConditions").contains("never")))
          .isTrue();

      delete(Thing.AUTOMATIC);
      assertThat(Patience.until(() -> there(Thing.AUTOMATIC))).isTrue();
      assertThat(get(Thing.AUTOMATIC, Thing.BUNDLE)).isEqualTo(bundle);

      delete(Thing.CERTIFICATE);
      assertThat(
              Patience.until(
                  () ->
                      there(Thing.CERTIFICATE)
                          && !get(Thing.CERTIFICATE, "/data/tls.crt").isBlank()))
          .isTrue();
      assertThat(Patience.until(() -> !get(Thing.AUTOMATIC, Thing.BUNDLE).equals(bundle))).isTrue();
      assertThat(Patience.until(() -> RunningController.settled(controller))).isTrue();
      tells(controller, "\"reason\":\"edited\"", "\"reason\":\"added_to\"");
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
        assertThat(metrics(second, PODS_LISTED)).containsExactly("0.0");
        ProcessHandle.of(first.process().pid()).orElseThrow().destroyForcibly();
        delete(Thing.OPT_IN);

        boolean leads = false;
        for (int turn = 0; turn < 3 && !leads; turn++) { // the Lease lasts some seconds
          leads = Patience.until(() -> metrics(second, "fargate_injector_leader").contains("1.0"));
        }
        assertThat(leads).isTrue();
        assertThat(Patience.until(() -> there(Thing.OPT_IN))).isTrue();
        assertThat(Patience.until(() -> metrics(second, PODS_LISTED).contains("1.0"))).isTrue();
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
      assertThat(Patience.until(() -> there(Thing.OPT_IN))).isTrue();
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
      assertThat(get(Thing.CERTIFICATE, "/data/a")).isEqualTo("Yg==");
    } finally {
      delete(Thing.CERTIFICATE);
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
}

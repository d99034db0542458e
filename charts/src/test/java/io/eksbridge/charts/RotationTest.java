// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.charts.Webhooks.Replica;
import io.eksbridge.parts.ApiClient;
import io.eksbridge.parts.Child;
import io.eksbridge.parts.RunningApiServer;
import io.eksbridge.parts.Service;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Pods are created through a real API server, which calls two webhooks, while their certificate is
/// changed again and again, and while they are replaced.
final class RotationTest extends WithController {
  private static final int ROTATIONS = 10;
  private static final int CREATORS = 4;
  private static final String NAMESPACE = "rotation";
  private static final String FAILED_OPEN = "apiserver_admission_webhook_fail_open_count";
  private static final String DRAIN = "--drain-wait=PT3S";

  /// Old authorities are trusted for longer than any of this takes: that both webhooks serve the
  /// new certificate is seen, not waited for.
  private static final List<String> WAITS = List.of("--publish-wait=PT2S", "--retire-wait=PT10S");

  @BeforeEach
  void aNamespaceOfPods() throws Exception {
    kubectl.apply("{apiVersion: v1, kind: Namespace, metadata: {name: rotation}}");
    kubectl.apply(
        "{apiVersion: v1, kind: ServiceAccount, metadata: {name: default, namespace: rotation}}");
    kubectl.apply( // no kube-proxy here: the API server goes where the name leads
        "{apiVersion: v1, kind: Service, metadata: {name: release, namespace: eksbridge}, spec: {type: ExternalName, externalName: localhost}}");
  }

  @Test
  void noCallFailsAndNoPodIsMissedWhileTheCertificateChangesTenTimes() throws Exception {
    try (var webhooks = new Webhooks(folder);
        var first = webhooks.start(DRAIN);
        var second = webhooks.start(DRAIN);
        var balancer = new Balancer(List.of(first.port, second.port));
        Service controller =
            controllers.start(
                "--service-port=" + balancer.port(), WAITS.getFirst(), WAITS.getLast())) {
      injects(api, first, second);

      Creations creations = Creations.begin(NAMESPACE, 1);
      for (int rotation = 1; rotation <= ROTATIONS; rotation++) {
        String before = Webhooks.wanted(api);
        api.must("DELETE", Webhooks.SECRET, null);
        soon("rotation " + rotation, () -> !List.of("", before).contains(Webhooks.wanted(api)));
        serveWhatIsWanted(api, first, second);
      }
      assertThat(RunningController.settled(controller)).as("the old were trusted").isFalse();
      soon("the old are not trusted", () -> RunningController.settled(controller));
      int retired = creations.all();
      soon("creations after that", () -> creations.all() > retired + ROTATIONS);
      creations.end();

      noneIsMissed(creations);
      assertThat(webhooks.failure()).isNull();
    }
  }

  @Test
  void noPodIsMissedWhileTheWebhooksAreReplacedOneAfterTheOther() throws Exception {
    try (var webhooks = new Webhooks(folder);
        var first = webhooks.start(DRAIN);
        var second = webhooks.start(DRAIN);
        var balancer = new Balancer(List.of(first.port, second.port));
        Service _ = controllers.start("--service-port=" + balancer.port())) {
      injects(api, first, second);

      Creations creations = Creations.begin(NAMESPACE, CREATORS);
      Replica third = webhooks.start(DRAIN);
      third.service.awaitReady(System.nanoTime());
      balancer.lead(List.of(second.port, third.port));
      assertThat(first.service.process().stop()).isZero();
      Replica fourth = webhooks.start(DRAIN);
      fourth.service.awaitReady(System.nanoTime());
      balancer.lead(List.of(third.port, fourth.port));
      assertThat(second.service.process().stop()).isZero();
      int replaced = creations.all();
      soon("creations after that", () -> creations.all() > replaced + ROTATIONS);
      creations.end();

      noneIsMissed(creations);
      for (Replica left : List.of(first, second)) {
        assertThat(left.service.process().log())
            .contains("\"message\":\"draining\"")
            .doesNotContain("stopped with connections open");
      }
    }
  }

  /// Two of four are gone, and the API server is led to them until somebody notices. A call fails
  /// on the connection that there was, then at both.
  @Test
  void aCallThatLeadsToAReplicaThatWasKilledIsMadeAnewAtAnother() throws Exception {
    try (var webhooks = new Webhooks(folder);
        var first = webhooks.start();
        var second = webhooks.start();
        var balancer = new Balancer(List.of(first.port, second.port));
        Service _ = controllers.start("--service-port=" + balancer.port())) {
      injects(api, first, second);
      List<Integer> gone = List.of(Child.freePort(), Child.freePort());
      balancer.lead(List.of(gone.getFirst(), gone.getLast(), first.port, second.port));
      long answered = answers(first) + answers(second);
      int failed = RunningApiServer.server().said("calling webhook").size();

      int missed = 0;
      for (int pod = 0; pod < ROTATIONS; pod++) {
        balancer.cut(); // the next call is led anew
        missed += Creations.injected(api, NAMESPACE) ? 0 : 1;
      }

      List<String> said = RunningApiServer.server().said("calling webhook");
      assertThat(missed).as("of %d, %s", ROTATIONS, said).isZero();
      assertThat(said).as("calls that failed").hasSizeGreaterThan(failed);
      assertThat(answers(first) + answers(second) - answered)
          .as("whoever has an answer is not asked again")
          .isEqualTo(ROTATIONS);
    }
  }

  /// How many pods it was first to answer for.
  private static long answers(Replica webhook) throws IOException, InterruptedException {
    return webhook
        .service
        .get("/metrics")
        .lines()
        .filter(line -> line.startsWith("fargate_injector_decisions_total"))
        .filter(line -> line.contains("decision=\"injected\""))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  @Test
  void noPodIsKeptFromStartingWhileNoWebhookAnswers() throws Exception {
    try (Service _ = controllers.start("--service-port=" + Child.freePort(), WAITS.getFirst())) {
      soon("registered", () -> there(Thing.AUTOMATIC) && there(Thing.OPT_IN));
      soon("called in vain", this::calledInVain);

      assertThat(Creations.injected(api, NAMESPACE)).isFalse();
      assertThat(get(Thing.AUTOMATIC, "/webhooks/0/failurePolicy")).isEqualTo("Ignore");
    }
  }

  /// Creates a pod; whether the API server has tried to call the webhook for one.
  private boolean calledInVain() throws IOException, InterruptedException {
    assertThat(Creations.injected(api, NAMESPACE)).isFalse();
    return kubectl.run("get", "--raw", "/metrics").contains(FAILED_OPEN);
  }

  private static void injects(ApiClient api, Replica first, Replica second) throws Exception {
    soon("a certificate", () -> !Webhooks.wanted(api).isEmpty());
    serveWhatIsWanted(api, first, second);
    soon("the first pod", () -> Creations.injected(api, NAMESPACE));
  }

  private static void serveWhatIsWanted(ApiClient api, Replica first, Replica second)
      throws Exception {
    for (Replica replica : List.of(first, second)) {
      soon("served at " + replica.port, () -> replica.servesWhatIsWanted(api));
    }
  }

  private static void noneIsMissed(Creations creations) throws Exception {
    assertThat(creations.missed())
        .as("of " + creations.all() + ", " + RunningApiServer.server().said("calling webhook"))
        .isZero();
    assertThat(creations.all()).isGreaterThan(ROTATIONS * 10);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.story;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.e2e.story.Webhook.Answer;
import io.eksbridge.parts.Child;
import io.eksbridge.parts.Service;
import io.eksbridge.parts.ServingPair;
import java.io.IOException;

/// fargate-injector puts the Agent beside pods on Fargate, with an address that each can reach, and
/// leaves other pods alone with a reason.
record SidecarFits() implements Step<Stage> {
  private static final String SIDECAR = "datadog-agent-injected";

  @Override
  public String title() {
    return "fargate-injector puts the Agent beside pods on Fargate, with a URL that always works";
  }

  @Override
  public void play(Stage stage, Story story) throws IOException, InterruptedException {
    ServingPair pair = ServingPair.make(stage.folder());
    int port = Child.freePort();
    int managementPort = Child.freePort();
    long start = System.nanoTime();
    Service injector =
        stage.start(
            "fargate-injector",
            managementPort,
            "webhook",
            "--kubeconfig=" + stage.kubeconfig(),
            "--port=" + port,
            "--management-port=" + managementPort,
            "--tls-certificate=" + pair.certificate(),
            "--tls-key=" + pair.key(),
            "--drain-wait=PT0S",
            "--cluster-agent-namespace=" + Cast.SOURCES,
            "--cluster-agent-service=" + Cast.CLUSTER_AGENT,
            "--cluster-name=demo");
    story.say("Started; ready after %d ms.", injector.awaitReady(start));
    Webhook webhook = stage.until(new Webhook(port, pair));
    String clusterIp =
        stage
            .api()
            .must("GET", Cast.path(Cast.SOURCES, "services", Cast.CLUSTER_AGENT), null)
            .at("/spec/clusterIP")
            .asText();

    JsonNode coredns = Manifest.read("coredns.yaml");
    Answer answer = webhook.review(coredns, Cast.SYSTEM);
    story.say(
        "The pod of the EKS add-on CoreDNS, as its owner opted it in, and what the webhook changes:");
    story.show(Diff.unified(Manifest.lines(coredns), Manifest.lines(answer.pod())));
    story.say(
        "decision %s, reason %s, URL %s", answer.decision(), answer.reason(), url(answer.pod()));
    story.say(
        "Why an IP: with dnsPolicy Default this pod asks the VPC's resolver, which knows no names of the");
    story.say(
        "cluster. It is CoreDNS itself: asking itself would be a loop, so its dnsPolicy is left as it is.");
    story.claim(
        "CoreDNS gets the Agent with the address of the Service",
        answer.allowed() && url(answer.pod()).equals("https://" + clusterIp + ":5005"));
    story.claim(
        "its dnsPolicy is untouched",
        answer.pod().at("/spec/dnsPolicy").asText().equals("Default"));

    Answer cart = webhook.review(Manifest.read("cart.yaml"), Cast.SHOP);
    String name = "https://" + Cast.CLUSTER_AGENT + "." + Cast.SOURCES + ".svc.cluster.local:5005";
    story.say(
        "An ordinary pod on Fargate: decision %s, reason %s, URL\n     %s",
        cart.decision(), cart.reason(), url(cart.pod()));
    story.claim(
        "a pod that resolves names of the cluster gets the name that the certificate carries",
        url(cart.pod()).equals(name));

    JsonNode report = Manifest.read("report.yaml");
    Answer left = webhook.review(report, Cast.REPORTS);
    story.say("A pod for an EC2 node: decision %s, reason %s", left.decision(), left.reason());
    story.claim(
        "a pod for an EC2 node gets no container, and the reason is told",
        left.allowed() && url(left.pod()).isEmpty() && left.reason().equals("not_fargate"));
    if (stage.hasRealApiServer()) {
      Registered.play(stage, story, webhook, pair, coredns, "https://" + clusterIp + ":5005");
    }
  }

  /// The cluster agent's URL in the sidecar; empty when there is no sidecar.
  static String url(JsonNode pod) {
    for (JsonNode container : pod.at("/spec/containers")) {
      if (container.path("name").asText().equals(SIDECAR)) {
        for (JsonNode variable : container.path("env")) {
          if (variable.path("name").asText().equals("DD_CLUSTER_AGENT_URL")) {
            return variable.path("value").asText();
          }
        }
      }
    }
    return "";
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.story;

import static io.eksbridge.e2e.story.Cast.object;
import static io.eksbridge.e2e.story.Cast.path;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.parts.ApiClient;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/// The cluster as a user has it after installing Datadog: sources and a cluster agent in one
/// namespace, nothing of it where the pods are.
record TheCluster(SecureRandom random) implements Step<Stage> {

  @Override
  public String title() {
    return "The cluster as it is given";
  }

  @Override
  public void play(Stage stage, Story story) throws IOException, InterruptedException {
    ApiClient api = stage.api();
    api.must("POST", "/api/v1/namespaces", Cast.namespace(Cast.SOURCES, false));
    api.must("POST", "/api/v1/namespaces", Cast.namespace(Cast.SHOP, true));
    api.must("POST", "/api/v1/namespaces", Cast.namespace(Cast.REPORTS, false));
    ObjectNode label = Cast.namespace(Cast.SYSTEM, true);
    api.must("PATCH", "/api/v1/namespaces/" + Cast.SYSTEM, Cast.MERGE, label);
    String secrets = path(Cast.SOURCES, "secrets", "");
    api.must("POST", secrets, Cast.secret(Cast.API_KEY_SECRET, "api-key", Masked.fresh(random)));
    api.must("POST", secrets, Cast.secret(Cast.CLUSTER_AGENT, "token", Masked.fresh(random)));
    ObjectNode service = object("Service", Cast.CLUSTER_AGENT);
    service.putObject("spec").putArray("ports").addObject().put("port", 5005);
    JsonNode made = api.must("POST", path(Cast.SOURCES, "services", ""), service);

    story.say("Namespaces:");
    story.show(namespaces(api));
    story.say("What Datadog's installation left in the namespace %s:", Cast.SOURCES);
    story.show(
        List.of(
            "Secret  " + Cast.API_KEY_SECRET + "          api-key: " + Masked.of(Cast.apiKey(api)),
            "Secret  " + Cast.CLUSTER_AGENT + "  token:   " + Masked.of(Cast.token(api)),
            "Service "
                + Cast.CLUSTER_AGENT
                + "  "
                + made.at("/spec/clusterIP").asText()
                + ":5005"));
    story.say(
        "What is missing: pods on Fargate need an Agent beside them, the Agent needs the Secret");
    story.say(
        "%s in its own namespace, and CoreDNS cannot resolve the cluster agent's name.", Cast.COPY);
    JsonNode copies =
        api.must("GET", "/api/v1/secrets?fieldSelector=metadata.name%3D" + Cast.COPY, null);
    story.claim("no namespace holds " + Cast.COPY + " yet", copies.path("items").isEmpty());
  }

  private static List<String> namespaces(ApiClient api) throws IOException, InterruptedException {
    var lines = new ArrayList<String>();
    for (JsonNode namespace : api.must("GET", "/api/v1/namespaces", null).path("items")) {
      String name = namespace.at("/metadata/name").asText();
      String fargate = namespace.path("metadata").path("labels").path(Cast.FARGATE).asText();
      lines.add(
          "%-16s %s"
              .formatted(name, fargate.isEmpty() ? "" : Cast.FARGATE + ": " + fargate)
              .stripTrailing());
    }
    return lines;
  }
}

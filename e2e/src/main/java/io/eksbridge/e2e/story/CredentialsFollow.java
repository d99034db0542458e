// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.story;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.parts.ApiClient;
import io.eksbridge.parts.Patience;
import io.eksbridge.parts.Service;
import java.io.IOException;
import java.util.List;

/// token-sync puts the credentials where pods will need them, also into a namespace that has just
/// been made.
record CredentialsFollow(int managementPort) implements Step<Stage> {
  private static final String MANAGER = "eksbridge-token-sync";

  @Override
  public String title() {
    return "token-sync brings the credentials to the namespaces that need them";
  }

  @Override
  public void play(Stage stage, Story story) throws IOException, InterruptedException {
    ApiClient api = stage.api();
    long start = System.nanoTime();
    Service sync =
        stage.start(
            "token-sync",
            managementPort,
            "--kubeconfig=" + stage.kubeconfig(),
            "--management-port=" + managementPort,
            "--api-key-source=" + Cast.SOURCES + "/" + Cast.API_KEY_SECRET + "/api-key",
            "--token-source=" + Cast.SOURCES + "/" + Cast.CLUSTER_AGENT + "/token",
            "--namespace-selector=" + Cast.FARGATE + "=enabled");
    story.say("Started; ready after %d ms.", sync.awaitReady(start));
    for (String namespace : List.of(Cast.SHOP, Cast.SYSTEM)) {
      boolean there = Patience.until(() -> Cast.copy(api, namespace).isPresent());
      story.claim("the namespace " + namespace + " has its copy", there);
    }
    long created = System.nanoTime();
    api.must("POST", "/api/v1/namespaces", Cast.namespace(Cast.CHECKOUT, true));
    boolean there = Patience.until(() -> Cast.copy(api, Cast.CHECKOUT).isPresent());
    long millis = (System.nanoTime() - created) / 1_000_000;
    story.claim(
        "the namespace " + Cast.CHECKOUT + ", made just now, has its copy after " + millis + " ms",
        there);
    story.claim(
        "the namespace " + Cast.REPORTS + ", which runs nothing on Fargate, has none",
        Cast.copy(api, Cast.REPORTS).isEmpty());

    JsonNode copy = Cast.copy(api, Cast.CHECKOUT).orElseThrow(() -> new IOException("no copy"));
    JsonNode owner = manager(copy);
    story.say("The copy in %s, one Secret composed of two:", Cast.CHECKOUT);
    story.show(
        List.of(
            "api-key: "
                + Masked.of(Masked.value(copy, "api-key"))
                + "   from "
                + Cast.API_KEY_SECRET,
            "token:   " + Masked.of(Masked.value(copy, "token")) + "   from " + Cast.CLUSTER_AGENT,
            "written by server-side apply, field manager " + owner.path("manager").asText()));
    story.claim("its values are those of the sources", same(api, copy));
    story.claim(
        "its fields are owned by " + MANAGER + ", by apply",
        owner.path("operation").asText().equals("Apply")
            && owner.at("/fieldsV1/f:data").size() == 2);
  }

  static boolean same(ApiClient api, JsonNode copy) throws IOException, InterruptedException {
    return Masked.value(copy, "token").equals(Cast.token(api))
        && Masked.value(copy, "api-key").equals(Cast.apiKey(api));
  }

  private static JsonNode manager(JsonNode copy) {
    for (JsonNode entry : copy.at("/metadata/managedFields")) {
      if (entry.path("manager").asText().equals(MANAGER)) {
        return entry;
      }
    }
    return copy.path("absent");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.parts.ApiClient;
import io.eksbridge.parts.Kubeconfig;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// What clients may rely on: the same rules are held by the embedded API and by the real one.
abstract class ClusterRules extends ApplyRules {

  @Test
  void aSecondCreationIsAConflict() throws Exception {
    create("a", "{}");

    HttpResponse<String> answer =
        api().send("POST", secrets(), "application/json", body("a", "{}").toString());

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(JSON.readTree(answer.body()).path("reason").asText()).isEqualTo("AlreadyExists");
  }

  @Test
  void nothingIsCreatedInANamespaceThatIsNotThereOrEnds() throws Exception {
    String absent = "/api/v1/namespaces/absent/secrets";
    HttpResponse<String> nowhere =
        api()
            .send(
                "POST",
                absent,
                "application/json",
                "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"a\"}}");
    api().must("DELETE", "/api/v1/namespaces/" + namespace, null);
    HttpResponse<String> ending = apply("a", "me", "{}", false);

    assertThat(nowhere.statusCode()).isEqualTo(404);
    assertThat(JSON.readTree(nowhere.body()).at("/details/kind").asText()).isEqualTo("namespaces");
    assertThat(ending.statusCode()).isEqualTo(403);
    assertThat(JSON.readTree(ending.body()).at("/details/causes/0/reason").asText())
        .isEqualTo("NamespaceTerminating");
  }

  @Test
  void aDeletionHoldsItsPreconditions() throws Exception {
    create("a", "{}");

    HttpResponse<String> refused =
        api()
            .send(
                "DELETE",
                secret("a"),
                "application/json",
                json("{'preconditions':{'uid':'another'}}").toString());
    HttpResponse<String> deleted = api().ask("DELETE", secret("a"));
    HttpResponse<String> again = api().ask("DELETE", secret("a"));

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(deleted.statusCode()).isEqualTo(200);
    assertThat(again.statusCode()).isEqualTo(404);
  }

  @Test
  void anUpdateOfAnOldVersionIsAConflict() throws Exception {
    JsonNode old = create("a", "{'x':'QQ=='}");
    merge("{'data':{'x':'Qg=='}}");

    HttpResponse<String> answer =
        api().send("PUT", secret("a"), "application/json", old.toString());

    assertThat(answer.statusCode()).isEqualTo(409);
  }

  @Test
  void aJsonPatchThatDoesNotFitChangesNothing() throws Exception {
    create("a", "{'x':'QQ=='}");

    HttpResponse<String> answer =
        api()
            .send(
                "PATCH",
                secret("a"),
                "application/json-patch+json",
                json("[{'op':'remove','path':'/data/y'}]").toString());

    assertThat(answer.statusCode()).isEqualTo(422);
  }

  @Test
  void whatIsNotBase64IsNoSecret() throws Exception {
    HttpResponse<String> answer =
        api().send("POST", secrets(), "application/json", body("a", "{'token':'!'}").toString());

    assertThat(answer.statusCode()).isEqualTo(400);
  }

  @Test
  void podsAreSelectedByTheirSchedulerAndPhaseAndOtherKindsAreNot() throws Exception {
    String selector =
        "?fieldSelector=spec.schedulerName%3Dnobody%2Cstatus.phase%21%3DSucceeded&limit=500";

    JsonNode pods = api().must("GET", "/api/v1/pods" + selector, null);
    HttpResponse<String> secrets = api().ask("GET", "/api/v1/secrets" + selector);

    assertThat(pods.path("items")).isEmpty();
    assertThat(secrets.statusCode()).isEqualTo(400);
  }

  @Test
  void aWatchByNameTellsOfThatNameOnly() throws Exception {
    String list = "/api/v1/secrets?fieldSelector=metadata.name%3D" + namespace;
    String since = api().must("GET", list, null).at("/metadata/resourceVersion").asText();
    var watch =
        api()
            .watch(
                list
                    + "&watch=true&timeoutSeconds=20&allowWatchBookmarks=true&resourceVersion="
                    + since);
    create("other", "{}");
    create(namespace, "{}");
    api().must("DELETE", secret(namespace), null);

    try (var events =
        new BufferedReader(new InputStreamReader(watch.body(), StandardCharsets.UTF_8))) {
      JsonNode added = JSON.readTree(events.readLine());
      JsonNode deleted = JSON.readTree(events.readLine());

      assertThat(added.path("type").asText()).isEqualTo("ADDED");
      assertThat(added.at("/object/metadata/name").asText()).isEqualTo(namespace);
      assertThat(deleted.path("type").asText()).isEqualTo("DELETED");
    }
  }

  @Test
  void aNamespaceThatLosesItsLabelLeavesAWatchByLabel() throws Exception {
    String path = "/api/v1/namespaces/" + namespace;
    String type = "application/merge-patch+json";
    String list = "/api/v1/namespaces?labelSelector=mark%3D" + namespace;
    api().must("PATCH", path, type, json("{'metadata':{'labels':{'mark':'" + namespace + "'}}}"));
    var watch = api().watch(list + "&watch=true&timeoutSeconds=20");
    api().must("PATCH", path, type, json("{'metadata':{'labels':{'mark':null}}}"));

    try (var events =
        new BufferedReader(new InputStreamReader(watch.body(), StandardCharsets.UTF_8))) {
      assertThat(JSON.readTree(events.readLine()).path("type").asText()).isEqualTo("ADDED");
      assertThat(JSON.readTree(events.readLine()).path("type").asText()).isEqualTo("DELETED");
    }
  }

  @Test
  void aServiceHasAnAddressThatStays() throws Exception {
    String services = "/api/v1/namespaces/" + namespace + "/services";
    JsonNode service =
        json(
            "{'apiVersion':'v1','kind':'Service','metadata':{'name':'s'},'spec':{'ports':[{'port':5005}]}}");
    String address = api().must("POST", services, service).at("/spec/clusterIP").asText();

    HttpResponse<String> moved =
        api()
            .send(
                "PATCH",
                services + "/s",
                "application/merge-patch+json",
                json("{'spec':{'clusterIP':'172.20.0.99'}}").toString());

    assertThat(address).startsWith("172.20.");
    assertThat(moved.statusCode()).isEqualTo(422);
  }

  @Test
  void whatIsUnknownIsAnErrorWithAStatus() throws Exception {
    HttpResponse<String> path = api().ask("GET", "/api/v1/unheardof");
    HttpResponse<String> type = api().send("PATCH", secret("a"), "text/plain", "{}");
    HttpResponse<String> field =
        api().ask("GET", "/api/v1/namespaces?fieldSelector=spec.colour%3Dred");
    HttpResponse<String> stranger =
        new ApiClient(new Kubeconfig(api().access().url(), "guess", api().access().authority()))
            .ask("GET", "/api/v1/namespaces");

    assertThat(path.statusCode()).isEqualTo(404);
    assertThat(type.statusCode()).isEqualTo(415);
    assertThat(field.statusCode()).isEqualTo(400);
    assertThat(stranger.statusCode()).isEqualTo(401);
    assertThat(JSON.readTree(field.body()).path("kind").asText()).isEqualTo("Status");
  }
}

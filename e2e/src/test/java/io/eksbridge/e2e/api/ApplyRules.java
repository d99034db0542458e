// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eksbridge.parts.ApiClient;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Server-side apply, as the embedded API and the real one do it.
abstract class ApplyRules {
  static final ObjectMapper JSON = new ObjectMapper();
  static final String APPLY = "application/apply-patch+yaml";

  String namespace = "";

  abstract ApiClient api();

  @BeforeEach
  void aNamespaceOfItsOwn() throws Exception {
    namespace = "test-" + UUID.randomUUID().toString().substring(0, 8);
    api()
        .must(
            "POST",
            "/api/v1/namespaces",
            json("{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'" + namespace + "'}}"));
  }

  @Test
  void applyCreatesOnceAndThenChangesNothing() throws Exception {
    HttpResponse<String> first = apply("a", "me", "{'token':'QQ=='}", false);
    HttpResponse<String> again = apply("a", "me", "{'token':'QQ=='}", false);

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(version(again)).isEqualTo(version(first));
  }

  @Test
  void applyRecordsTheFieldsOfItsManager() throws Exception {
    JsonNode applied = JSON.readTree(apply("a", "me", "{'token':'QQ=='}", false).body());

    JsonNode entry = applied.at("/metadata/managedFields/0");
    assertThat(entry.path("manager").asText()).isEqualTo("me");
    assertThat(entry.path("operation").asText()).isEqualTo("Apply");
    assertThat(entry.at("/fieldsV1/f:data/f:token").isObject()).isTrue();
  }

  @Test
  void applyMergesIntoWhatAnotherManagerWrote() throws Exception {
    create("a", "{'api-key':'Qg=='}");

    HttpResponse<String> applied = apply("a", "me", "{'token':'QQ=='}", false);

    assertThat(JSON.readTree(applied.body()).path("data"))
        .isEqualTo(json("{'api-key':'Qg==','token':'QQ=='}"));
  }

  @Test
  void applyTakesAwayWhatItsManagerNoLongerApplies() throws Exception {
    create("a", "{'api-key':'Qg=='}");
    apply("a", "me", "{'token':'QQ=='}", false);

    HttpResponse<String> released = apply("a", "me", "{}", false);

    assertThat(JSON.readTree(released.body()).path("data")).isEqualTo(json("{'api-key':'Qg=='}"));
  }

  @Test
  void applyRefusesAnotherManagersDifferentValueAndNamesItUnlessForced() throws Exception {
    create("a", "{'token':'Qg=='}");

    HttpResponse<String> refused = apply("a", "me", "{'token':'QQ=='}", false);
    HttpResponse<String> forced = apply("a", "me", "{'token':'QQ=='}", true);

    JsonNode cause = JSON.readTree(refused.body()).at("/details/causes/0");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(cause.path("reason").asText()).isEqualTo("FieldManagerConflict");
    assertThat(cause.path("message").asText()).isEqualTo("conflict with \"demo\" using v1");
    assertThat(cause.path("field").asText()).isEqualTo(".data.token");
    assertThat(JSON.readTree(forced.body()).at("/data/token").asText()).isEqualTo("QQ==");
  }

  @Test
  void applyOfAnEqualValueIsSharedOwnership() throws Exception {
    create("a", "{'token':'QQ=='}");

    HttpResponse<String> applied = apply("a", "me", "{'token':'QQ=='}", false);

    assertThat(applied.statusCode()).isEqualTo(200);
    assertThat(JSON.readTree(applied.body()).at("/metadata/managedFields")).hasSize(2);
  }

  @Test
  void applyWantsAManager() throws Exception {
    HttpResponse<String> answer =
        api().send("PATCH", secret("a"), APPLY, body("a", "{}").toString());

    assertThat(answer.statusCode()).isEqualTo(422);
  }

  @Test
  void anImmutableSecretKeepsItsData() throws Exception {
    JsonNode secret = body("a", "{'token':'QQ=='},'immutable':true");
    api().must("POST", secrets(), secret);

    HttpResponse<String> answer = apply("a", "me", "{'token':'Qg=='}", true);

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(JSON.readTree(answer.body()).at("/details/causes/0/field").asText())
        .isEqualTo("data");
  }

  @Test
  void aDryRunLeavesNothing() throws Exception {
    HttpResponse<String> answer =
        api()
            .send(
                "PATCH",
                secret("a") + "?fieldManager=me&dryRun=All",
                APPLY,
                body("a", "{}").toString());

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(api().ask("GET", secret("a")).statusCode()).isEqualTo(404);
  }

  final String secret(String name) {
    return secrets() + "/" + name;
  }

  final String secrets() {
    return "/api/v1/namespaces/" + namespace + "/secrets";
  }

  final JsonNode create(String name, String data) throws Exception {
    return api().must("POST", secrets(), body(name, data));
  }

  final HttpResponse<String> apply(String name, String manager, String data, boolean force)
      throws Exception {
    String query = "?fieldManager=" + manager + (force ? "&force=true" : "");
    return api().send("PATCH", secret(name) + query, APPLY, body(name, data).toString());
  }

  final void merge(String patch) throws Exception {
    api().must("PATCH", secret("a"), "application/merge-patch+json", json(patch));
  }

  static JsonNode body(String name, String data) throws Exception {
    return json(
        "{'apiVersion':'v1','kind':'Secret','metadata':{'name':'"
            + name
            + "'},'data':"
            + data
            + "}");
  }

  static String version(HttpResponse<String> answer) throws Exception {
    return JSON.readTree(answer.body()).at("/metadata/resourceVersion").asText();
  }

  static JsonNode json(String text) throws Exception {
    return JSON.readTree(text.replace('\'', '"'));
  }
}

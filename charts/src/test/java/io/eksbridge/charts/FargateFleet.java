// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eksbridge.parts.ApiClient;
import java.io.IOException;

/// Nodes and pods as Fargate has them, for nobody to run: made, ended and reviewed through the
/// API.
record FargateFleet(ApiClient api, String namespace) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REVIEWS = "/apis/authorization.k8s.io/v1/subjectaccessreviews";

  /// Makes the namespace and these ServiceAccounts.
  static FargateFleet in(ApiClient api, String namespace, String... accounts)
      throws IOException, InterruptedException {
    var fleet = new FargateFleet(api, namespace);
    fleet.make("/api/v1/namespaces", "{'metadata':{'name':'%s'}}".formatted(namespace));
    for (String account : accounts) {
      fleet.make(
          "/api/v1/namespaces/" + namespace + "/serviceaccounts",
          "{'metadata':{'name':'%s'}}".formatted(account));
    }
    return fleet;
  }

  void node(String name) throws IOException, InterruptedException {
    make(
        "/api/v1/nodes",
        "{'metadata':{'name':'%s','labels':{'eks.amazonaws.com/compute-type':'fargate'}}}"
            .formatted(name));
  }

  /// A pod on its node, which is made too, with a sidecar as the webhook leaves it.
  void pod(String name, String account, String node) throws IOException, InterruptedException {
    node(node);
    bare(name, account, node);
  }

  /// A pod that says that it runs on this node.
  void bare(String name, String account, String node) throws IOException, InterruptedException {
    make(
        pods(),
        """
        {'metadata':{'name':'%s','annotations':{'eksbridge.io/decision':'injected'}},'spec':{
        'schedulerName':'fargate-scheduler','serviceAccountName':'%s','nodeName':'%s','terminationGracePeriodSeconds':0,
        'containers':[{'name':'app','image':'app'},{'name':'datadog-agent-injected','image':'agent'}]}}
        """
            .formatted(name, account, node));
  }

  /// A pod that had no node is given this one, as Fargate's scheduler does.
  void bind(String name, String node) throws IOException, InterruptedException {
    make(
        pods() + "/" + name + "/binding",
        "{'metadata':{'name':'%s'},'target':{'kind':'Node','name':'%s'}}".formatted(name, node));
  }

  /// All its containers have ended.
  void ends(String name) throws IOException, InterruptedException {
    api.must(
        "PATCH",
        pods() + "/" + name + "/status",
        "application/merge-patch+json",
        JSON.readTree("{\"status\":{\"phase\":\"Succeeded\"}}"));
  }

  void delete(String name) throws IOException, InterruptedException {
    api.must("DELETE", pods() + "/" + name + "?gracePeriodSeconds=0", null);
  }

  /// What the API server says that this account may.
  boolean mayRead(String account, String node) throws IOException, InterruptedException {
    return api.must(
            "POST",
            REVIEWS,
            JSON.readTree(
                """
                {"apiVersion":"authorization.k8s.io/v1","kind":"SubjectAccessReview","spec":{"user":"system:serviceaccount:%s:%s",
                "resourceAttributes":{"verb":"get","resource":"nodes","subresource":"proxy","name":"%s"}}}
                """
                    .formatted(namespace, account, node)))
        .at("/status/allowed")
        .asBoolean();
  }

  private String pods() {
    return "/api/v1/namespaces/" + namespace + "/pods";
  }

  private void make(String path, String object) throws IOException, InterruptedException {
    JsonNode content = JSON.readTree(object.replace('\'', '"'));
    api.send("POST", path, "application/json", content.toString());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.granter;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.access.Account;
import io.eksbridge.inject.api.ApiObjects;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.io.IOException;

/// Asks the API server what an account may do, whoever gave it the right.
@Requires(property = FargateInjector.COMMAND, pattern = "controller|status")
@Singleton
final class Reviews {
  private static final String PATH = "/apis/authorization.k8s.io/v1/subjectaccessreviews";

  private final ApiObjects objects;

  Reviews(ApiObjects objects) {
    this.objects = objects;
  }

  /// Whether this account may read the kubelet of this node.
  boolean allowed(Account account, String node) throws IOException {
    ObjectNode review = JsonNodeFactory.instance.objectNode();
    review.put("apiVersion", "authorization.k8s.io/v1").put("kind", "SubjectAccessReview");
    ObjectNode spec = review.putObject("spec").put("user", account.user());
    spec.putArray("groups")
        .add("system:serviceaccounts")
        .add("system:serviceaccounts:" + account.namespace())
        .add("system:authenticated");
    spec.putObject("resourceAttributes")
        .put("verb", "get")
        .put("resource", "nodes")
        .put("subresource", "proxy")
        .put("name", node);
    return objects.post(PATH, review).path("status").path("allowed").asBoolean();
  }
}

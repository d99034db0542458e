// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.sync.Names;
import io.eksbridge.sync.TokenSyncConfig;
import io.eksbridge.sync.kube.ApiServer.Answer;
import io.eksbridge.sync.plan.Reference;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/// The Secret that the cluster agent reads, where we are to put the next token into it.
@Singleton
public final class SourceSecret {
  private final ApiServer server;
  private final Reference token;

  /// The configured one.
  public SourceSecret(ApiServer server, TokenSyncConfig config) {
    this.server = server;
    this.token = config.token();
  }

  /// Sets its one key and leaves all else as it is.
  public ApplyResult put(String value) {
    ObjectNode patch = ApiServer.JSON.createObjectNode();
    patch
        .putObject("data")
        .put(
            token.key(),
            Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
    try {
      Answer answer =
          server.send(
              "PATCH",
              "/api/v1/namespaces/" + token.namespace() + "/secrets/" + token.name(),
              Map.of("fieldManager", Names.FIELD_MANAGER),
              "application/merge-patch+json",
              patch);
      return answer.status() == 200
          ? new ApplyResult.Applied(Optional.empty())
          : Answers.refusal(answer);
    } catch (IOException noAnswer) {
      return new ApplyResult.Unreachable(noAnswer.getClass().getSimpleName());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.kube;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.sync.kube.ApiServer.Answer;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Reads a refusal of the API server as an [ApplyResult]; its message, which may hold values, goes
/// no further.
final class Answers {
  private static final Pattern MANAGER = Pattern.compile("conflict with \"([^\"]*)\"");

  private Answers() {}

  static ApplyResult refusal(Answer answer) {
    JsonNode status = answer.body();
    return switch (answer.status()) {
      case 403 -> forbidden(status);
      case 404 -> new ApplyResult.NamespaceGone();
      case 409 -> conflict(status);
      case 422 -> invalid(status);
      case 429, 500, 502, 503, 504 -> new ApplyResult.Busy(answer.retryAfter());
      default -> new ApplyResult.Refused(answer.status(), status.path("reason").asText());
    };
  }

  private static ApplyResult forbidden(JsonNode status) {
    if (causes(status).anyMatch(cause -> reason(cause).equals("NamespaceTerminating"))) {
      return new ApplyResult.NamespaceGone();
    }
    return status.path("message").asText().contains("exceeded quota")
        ? new ApplyResult.OverQuota()
        : new ApplyResult.Forbidden();
  }

  private static ApplyResult conflict(JsonNode status) {
    List<String> managers =
        causes(status)
            .filter(cause -> reason(cause).equals("FieldManagerConflict"))
            .flatMap(cause -> MANAGER.matcher(cause.path("message").asText()).results())
            .map((MatchResult match) -> match.group(1))
            .distinct()
            .sorted()
            .toList();
    return managers.isEmpty() ? new ApplyResult.Outrun() : new ApplyResult.Conflict(managers);
  }

  private static ApplyResult invalid(JsonNode status) {
    boolean immutable =
        causes(status)
            .anyMatch(
                cause ->
                    cause.path("field").asText().equals("data")
                        && reason(cause).equals("FieldValueForbidden"));
    return immutable
        ? new ApplyResult.Immutable()
        : new ApplyResult.Refused(
            422, causes(status).map(cause -> cause.path("field").asText()).findFirst().orElse(""));
  }

  private static Stream<JsonNode> causes(JsonNode status) {
    return StreamSupport.stream(status.path("details").path("causes").spliterator(), false);
  }

  private static String reason(JsonNode cause) {
    return cause.path("reason").asText();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.parts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What an API server writes down of each request: who asked what of which object, and whether it
/// was allowed.
public final class AuditLog {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CREATED = 201;
  private static final String POLICY =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived]
      rules:
        - level: Metadata
          userGroups: [system:serviceaccounts]
        - level: None
      """;

  private final Path folder;

  /// To be kept in this folder.
  public AuditLog(Path folder) {
    this.folder = folder;
  }

  List<String> flags() throws IOException {
    Path policy = Files.writeString(folder.resolve("audit-policy.yaml"), POLICY);
    return List.of("--audit-policy-file=" + policy, "--audit-log-path=" + file());
  }

  /// The rights that a ServiceAccount, as `namespace/name`, has made use of so far.
  public List<Right> used(String account) throws IOException {
    return events(account, "allow").flatMap(AuditLog::rights).distinct().toList();
  }

  /// What it was refused so far, for want of a right.
  public List<Right> refused(String account) throws IOException {
    return events(account, "forbid").map(AuditLog::right).distinct().toList();
  }

  private Stream<JsonNode> events(String account, String decision) throws IOException {
    if (!Files.exists(file())) {
      return Stream.empty();
    }
    String user = "system:serviceaccount:" + account.replace('/', ':');
    return Files.readAllLines(file()).stream()
        .filter(line -> line.contains(user) && line.endsWith("}"))
        .map(AuditLog::read)
        .filter(event -> event.at("/user/username").asText().equals(user))
        .filter(event -> event.has("objectRef"))
        .filter(
            event ->
                event.at("/annotations/authorization.k8s.io~1decision").asText().equals(decision));
  }

  /// Who patches what is not there must be allowed to create it too.
  private static Stream<Right> rights(JsonNode event) {
    Right right = right(event);
    return right.verb().equals("patch") && event.at("/responseStatus/code").asInt() == CREATED
        ? Stream.of(right, right.to("create"))
        : Stream.of(right);
  }

  private static Right right(JsonNode event) {
    JsonNode object = event.path("objectRef");
    String below = object.path("subresource").asText("");
    return new Right(
        object.path("namespace").asText(""),
        object.path("apiGroup").asText(""),
        object.path("resource").asText() + (below.isEmpty() ? "" : "/" + below),
        object.path("name").asText(""),
        event.path("verb").asText());
  }

  private static JsonNode read(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private Path file() {
    return folder.resolve("audit.log");
  }
}

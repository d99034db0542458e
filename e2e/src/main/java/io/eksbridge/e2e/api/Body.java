// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/// What a request says besides its path: parameters, headers, content.
record Body(
    Map<String, String> parameters, HttpExchange exchange, String mediaType, String content) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MERGE = "application/merge-patch+json";
  private static final String JSON_PATCH = "application/json-patch+json";
  private static final int LIMIT = 3 << 20;
  private static final Set<String> TYPES =
      Set.of("application/json", "application/yaml", "application/apply-patch+yaml");

  static Body of(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readNBytes(LIMIT + 1);
    if (bytes.length > LIMIT) {
      throw new ApiFailure(413, "RequestEntityTooLarge", "limit is " + LIMIT);
    }
    var parameters = new HashMap<String, String>();
    String query = Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
    for (String pair : query.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      parameters.put(decoded(parts[0]), parts.length > 1 ? decoded(parts[1]) : "");
    }
    String type =
        Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Content-Type"), "");
    return new Body(
        parameters,
        exchange,
        type.replaceFirst(";.*", "").strip(),
        new String(bytes, StandardCharsets.UTF_8));
  }

  boolean isEmpty() {
    return content.isEmpty();
  }

  String header(String name) {
    return Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst(name), "");
  }

  boolean is(String parameter) {
    return Set.of("1", "true").contains(parameters.getOrDefault(parameter, ""));
  }

  long number(String parameter, long otherwise) {
    String value = parameters.getOrDefault(parameter, "");
    if (!value.matches("[0-9]{0,18}")) {
      throw ApiFailure.badRequest("invalid " + parameter + ": " + value);
    }
    return value.isEmpty() ? otherwise : Long.parseLong(value);
  }

  ObjectNode json() {
    if (!TYPES.contains(mediaType)) {
      throw ApiFailure.unsupported(
          "the body of the request was in an unknown format: " + mediaType);
    }
    if (read() instanceof ObjectNode object) {
      return object;
    }
    throw ApiFailure.badRequest("the body is not an object");
  }

  /// Refuses a patch of a type that is not known here, whether or not its object is there.
  void patchable() {
    if (!mediaType.equals(MERGE) && !mediaType.equals(JSON_PATCH)) {
      throw ApiFailure.unsupported("patches of this type are not known here: " + mediaType);
    }
  }

  JsonNode patched(Target target, ObjectNode before) {
    try {
      return mediaType.equals(MERGE)
          ? JsonPatch.merge(before, read())
          : JsonPatch.apply(before, read());
    } catch (IllegalArgumentException problem) {
      throw ApiFailure.of(422, "Invalid", target, String.valueOf(problem.getMessage()));
    }
  }

  Writes.Options options(String verb) {
    boolean apply = verb.equals("Apply");
    String agent = header("User-Agent").replaceFirst("/.*", "");
    String manager = parameters.getOrDefault("fieldManager", apply ? "" : agent);
    String dryRun = parameters.getOrDefault("dryRun", "");
    if (apply && manager.isEmpty()) {
      throw new ApiFailure(
          422,
          "Invalid",
          "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch");
    }
    if (!apply && parameters.containsKey("force")) {
      throw new ApiFailure(
          422,
          "Invalid",
          "PatchOptions.meta.k8s.io \"\" is invalid: force: Forbidden: may not be specified for non-apply patch");
    }
    if (!Set.of("", "All").contains(dryRun)) {
      throw new ApiFailure(
          422,
          "Invalid",
          "dryRun: Unsupported value: \"" + dryRun + "\": supported values: \"All\"");
    }
    if (parameters.getOrDefault("fieldValidation", "").equals("Strict")) {
      throw ApiFailure.unsupported("the embedded API does not validate fields");
    }
    return new Writes.Options(manager, is("force"), dryRun.equals("All"));
  }

  private JsonNode read() {
    try {
      if (mediaType.endsWith("yaml")) {
        Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(content);
        return JSON.valueToTree(tree);
      }
      return JSON.readTree(content);
    } catch (JsonProcessingException | YAMLException malformed) {
      throw ApiFailure.badRequest("the body cannot be read: " + mediaType);
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}

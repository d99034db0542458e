// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// A refusal in the API's own words: becomes a `Status`.
final class ApiFailure extends RuntimeException {
  private final int code;
  private final String reason;
  private final ObjectNode details = JsonNodeFactory.instance.objectNode();

  ApiFailure(int code, String reason, String message) {
    super(message);
    this.code = code;
    this.reason = reason;
  }

  static ApiFailure unknownPath() {
    return new ApiFailure(404, "NotFound", "the server could not find the requested resource");
  }

  static ApiFailure notFound(Target target) {
    return of(
        404, "NotFound", target, target.kind().plural + " \"" + target.name() + "\" not found");
  }

  static ApiFailure conflict(Target target, String why) {
    return of(
        409,
        "Conflict",
        target,
        "Operation cannot be fulfilled on %s \"%s\": %s"
            .formatted(target.kind().plural, target.name(), why));
  }

  static ApiFailure invalid(Target target, String field, String why) {
    return of(
            422,
            "Invalid",
            target,
            "%s \"%s\" is invalid: %s: %s"
                .formatted(target.kind().title, target.name(), field, why))
        .cause("FieldValueInvalid", why, field);
  }

  static ApiFailure badRequest(String message) {
    return new ApiFailure(400, "BadRequest", message);
  }

  static ApiFailure unsupported(String message) {
    return new ApiFailure(415, "UnsupportedMediaType", message);
  }

  static ApiFailure of(int code, String reason, Target target, String message) {
    var failure = new ApiFailure(code, reason, message);
    failure.details.put("name", target.name()).put("kind", target.kind().plural);
    return failure;
  }

  ApiFailure cause(String why, String message, String field) {
    details
        .withArray("causes")
        .addObject()
        .put("reason", why)
        .put("message", message)
        .put("field", field);
    return this;
  }

  int code() {
    return code;
  }

  ObjectNode status() {
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
    status.put("status", "Failure").put("message", getMessage()).put("reason", reason);
    status.set("details", details);
    return status.put("code", code);
  }
}

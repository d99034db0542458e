// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.api;

/// How the API server took a request.
public sealed interface Reply {
  /// It did it.
  record Done(String body) implements Reply {}

  /// It does not let us: asking again changes nothing before someone grants the right.
  record Forbidden(String why) implements Reply {}

  /// The object is not as we thought, or is there already: 409 or 422.
  record Conflict(String why) implements Reply {}

  /// It could not be asked, or failed.
  record Failed(String why) implements Reply {}

  /// What an answer of that status means.
  static Reply of(int status, String body) {
    return switch (status) {
      case 200, 201 -> new Done(body);
      case 401, 403 -> new Forbidden(status + ": " + message(body));
      case 409, 422 -> new Conflict(status + ": " + message(body));
      default -> new Failed(status + ": " + message(body));
    };
  }

  private static String message(String body) {
    return Json.text(body, "message").orElse("no message");
  }
}

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
      case 401, 403 -> new Forbidden(said(status, body));
      case 409, 422 -> new Conflict(said(status, body));
      default -> new Failed(said(status, body));
    };
  }

  /// A status and the message that came with it.
  static String said(int status, String body) {
    return status + ": " + Json.text(body, "message").orElse("no message");
  }
}

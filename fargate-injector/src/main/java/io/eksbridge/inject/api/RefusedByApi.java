// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.api;

import java.io.IOException;
import java.time.Duration;

/// The API server's no, in its own words.
public final class RefusedByApi extends IOException {
  private static final long serialVersionUID = 1;

  private final int code;
  private final int seconds;
  private final String words;

  RefusedByApi(int code, String request, String message, int seconds) {
    super(request + ": " + message);
    this.code = code;
    this.seconds = seconds;
    this.words = message;
  }

  /// How long the API server wants to be left alone; nothing where it did not say.
  public Duration pause() {
    return Duration.ofSeconds(seconds);
  }

  /// What it says, without what was asked.
  public String words() {
    return words;
  }

  /// The HTTP status.
  public int code() {
    return code;
  }
}

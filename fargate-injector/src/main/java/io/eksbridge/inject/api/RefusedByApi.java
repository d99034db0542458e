// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.api;

import java.io.IOException;

/// The API server's no, in its own words.
public final class RefusedByApi extends IOException {
  private static final long serialVersionUID = 1;

  private final int code;

  RefusedByApi(int code, String request, String message) {
    super(request + ": " + message);
    this.code = code;
  }

  /// The HTTP status.
  public int code() {
    return code;
  }
}

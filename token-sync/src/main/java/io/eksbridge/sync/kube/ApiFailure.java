// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.kube;

import java.io.IOException;

/// The API server refused a list or a watch: its code and reason, never its message.
public final class ApiFailure extends IOException {
  private final int status;

  ApiFailure(int status, String reason) {
    super(status + " " + reason);
    this.status = status;
  }

  /// Whether what a watch wanted to go on from is no longer known: list again.
  public boolean expired() {
    return status == 410;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

import io.eksbridge.sync.Names;

/// What a key of a copy holds; its name is the key where no profile has another.
public enum Part {
  /// Datadog's API key.
  API_KEY(Names.API_KEY),
  /// The cluster agent's token.
  TOKEN(Names.TOKEN);

  private final String key;

  Part(String key) {
    this.key = key;
  }

  /// The key that Datadog's own sidecar reads it by.
  public String key() {
    return key;
  }
}

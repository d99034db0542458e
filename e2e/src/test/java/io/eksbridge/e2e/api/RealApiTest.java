// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.api;

import io.eksbridge.parts.ApiClient;
import io.eksbridge.parts.Given;
import io.eksbridge.parts.RunningApiServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/// The same rules on a real API server, so that the embedded one is as strict.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RealApiTest extends ClusterRules {
  private ApiClient client;

  @BeforeAll
  void start() throws Exception {
    Given.apiServer();
    client = RunningApiServer.client();
  }

  @Override
  ApiClient api() {
    return client;
  }
}

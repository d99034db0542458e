// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.inject.verdict.ClusterView.Credentials;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ClusterHealthTest extends WatchingInjector {
  @Test
  void untilTheFirstListsNothingIsKnownAndTheProcessIsNotReady() throws IOException {
    server.answersWith(500);
    try (ApplicationContext context = injector()) {
      assertThat(credentials(context.getBean(ClusterState.class), "shop"))
          .isEqualTo(Credentials.UNKNOWN);
      assertThat(health(context).getStatus().getName()).isEqualTo("DOWN");
      until(() -> failures(context) > 0);

      server.answersWith(200);
      until(() -> health(context).getStatus().getName().equals("UP"));
    }
  }

  @Test
  void readinessDoesNotWaitForeverForAServerThatIsAway() throws IOException {
    server.answersWith(500);
    try (ApplicationContext context = injector(Map.of("fargate-injector.sync-wait-seconds", 0))) {
      assertThat(health(context).getStatus().getName()).isEqualTo("UP");
      assertThat(health(context).getDetails().toString()).contains("credentials=waiting");
    }
  }
}

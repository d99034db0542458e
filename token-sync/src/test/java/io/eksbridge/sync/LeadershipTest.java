// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Two replicas on a real API server, with the rights of the chart.
final class LeadershipTest {
  private static final Map<String, Object> REPLICA =
      Map.of("token-sync.state-namespace", "eksbridge", "token-sync.lease-duration", "3s");
  private static final String LEASE =
      "/apis/coordination.k8s.io/v1/namespaces/eksbridge/leases/eksbridge-token-sync";

  @RegisterExtension private final Stage stage = new Stage();

  @Test
  void oneReplicaWorksAndWhenItStopsTheOtherTakesOver() {
    RunningTokenSync first = stage.run(REPLICA);
    String team = stage.namespace("team", true);
    Stage.eventually(() -> has(team));
    String leader = holder();
    RunningTokenSync second = stage.run(REPLICA);
    Stage.eventually(() -> second.ask("/health/readiness").statusCode() == 200);
    String other = stage.namespace("other", true);
    Stage.eventually(() -> has(other));

    assertThat(second.ask("/metrics").body())
        .contains("eksbridge_token_sync_leads 0.0")
        .doesNotContain("result=\"applied\"");
    assertThat(first.ask("/metrics").body()).contains("eksbridge_token_sync_leads 1.0");

    first.close();
    stage.admin().delete(Cluster.path(team, Names.COPY_SECRET));

    Stage.eventually(() -> has(team));
    assertThat(holder()).isNotEmpty().isNotEqualTo(leader);
    Stage.eventually(() -> second.ask("/metrics").body().contains("sync_leads 1.0"));
  }

  private boolean has(String namespace) {
    return Stage.GOOD.equals(stage.admin().value(namespace, Names.COPY_SECRET, "token"));
  }

  private String holder() {
    JsonNode lease = stage.admin().get(LEASE).body();
    return lease.path("spec").path("holderIdentity").asText();
  }
}

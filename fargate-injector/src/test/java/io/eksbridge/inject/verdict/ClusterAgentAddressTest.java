// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.inject.verdict.ClusterAgentAddress.Known;
import io.eksbridge.inject.verdict.ClusterAgentAddress.Strategy;
import io.eksbridge.inject.verdict.ClusterAgentAddress.Unknown;
import io.eksbridge.inject.verdict.ClusterView.Endpoint;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ClusterAgentAddressTest {
  @ParameterizedTest
  @CsvSource({
    "ClusterFirst,            172.20.1.2, https://dca.datadog.svc:5005",
    "ClusterFirstWithHostNet, 172.20.1.2, https://dca.datadog.svc:5005",
    "Default,                 172.20.1.2, https://172.20.1.2:5005",
    "None,                    172.20.1.2, https://172.20.1.2:5005",
    "Default,                 fd12::1a,   https://[fd12::1a]:5005",
  })
  void aPodThatResolvesNamesGetsTheNameAndOthersTheIp(String dnsPolicy, String ip, String url) {
    var address =
        ClusterAgentAddress.of(
            Strategy.AUTO,
            dnsPolicy,
            "dca.datadog.svc",
            Optional.of(new Endpoint(ip, "Service stable")));

    assertThat(address)
        .isInstanceOfSatisfying(Known.class, known -> assertThat(known.url()).isEqualTo(url));
    assertThat(address.why()).contains(dnsPolicy);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Default", "None", "SomethingNew"})
  void withoutAnIpAPodThatDoesNotResolveNamesHasNoAddress(String dnsPolicy) {
    assertThat(
            ClusterAgentAddress.of(Strategy.AUTO, dnsPolicy, "dca.datadog.svc", Optional.empty()))
        .isInstanceOf(Unknown.class);
  }

  @ParameterizedTest
  @CsvSource({
    "NAME, Default,      https://dca.datadog.svc:5005, true",
    "IP,   ClusterFirst, https://172.20.1.2:5005,      false",
  })
  void anExplicitStrategyIsFollowedWhateverThePodResolves(
      Strategy strategy, String dnsPolicy, String url, boolean byName) {
    assertThat(
            ClusterAgentAddress.of(
                strategy,
                dnsPolicy,
                "dca.datadog.svc",
                Optional.of(new Endpoint("172.20.1.2", "Service stable"))))
        .isInstanceOfSatisfying(
            Known.class,
            known -> {
              assertThat(known.url()).isEqualTo(url);
              assertThat(known.byName()).isEqualTo(byName);
            });
  }

  @Test
  void theSidecarMayDoWithoutAClusterAgent() {
    assertThat(
            ClusterAgentAddress.of(
                Strategy.NONE, "ClusterFirst", "dca.datadog.svc", Optional.empty()))
        .isInstanceOf(ClusterAgentAddress.None.class);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import io.eksbridge.startup.Refusal;
import io.eksbridge.sync.plan.Reference;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a new token is brought to those who need it.
///
/// @param clusterAgentUrl where the cluster agent is asked whether it accepts a token
/// @param clusterAgentCa the authority of its certificate, where that is to be checked
/// @param spreadAtOnce whether a new token is spread without asking
/// @param spreadDeadline after how long it is spread although the cluster agent does not accept it
/// @param nextTokenSource where the next token is, when we are to rotate
/// @param flappingChanges how many changes of the source make it flap
/// @param flappingWindow within how long
@ConfigurationProperties(TokenSyncConfig.SERVICE)
public record RotationConfig(
    @Nullable String clusterAgentUrl,
    @Nullable String clusterAgentCa,
    @Bindable(defaultValue = "false") boolean spreadAtOnce,
    @Bindable(defaultValue = SPREAD_DEADLINE) Duration spreadDeadline,
    @Nullable String nextTokenSource,
    @Bindable(defaultValue = FLAPPING_CHANGES) int flappingChanges,
    @Bindable(defaultValue = FLAPPING_WINDOW) Duration flappingWindow) {
  static final String SPREAD_DEADLINE = "10m";
  static final String FLAPPING_CHANGES = "3";
  static final String FLAPPING_WINDOW = "1h";

  public RotationConfig {
    if (clusterAgentUrl != null
        && !clusterAgentUrl.isBlank()
        && !clusterAgentUrl.matches("https?://[-.a-zA-Z0-9\\[\\]:]+/?")) {
      throw new Refusal(
          "--cluster-agent-url must be as https://cluster-agent.datadog.svc:5005: "
              + clusterAgentUrl);
    }
    if (nextTokenSource != null
        && !nextTokenSource.isBlank()
        && Reference.parse(nextTokenSource).isEmpty()) {
      throw new Refusal("--next-token-source must be namespace/name/key: " + nextTokenSource);
    }
    if (flappingChanges < 2) {
      throw new Refusal("--flapping-changes must be 2 or more: " + flappingChanges);
    }
  }

  /// Where the cluster agent tells its version to who has its token.
  public Optional<URI> agent() {
    return Optional.ofNullable(clusterAgentUrl)
        .filter(url -> !url.isBlank())
        .map(url -> URI.create(url.replaceFirst("/$", "") + "/version"));
  }

  /// Whether a token waits for the cluster agent before it is spread.
  public boolean gate() {
    return agent().isPresent() && !spreadAtOnce;
  }

  /// Where the next token is.
  public Optional<Reference> next() {
    return Optional.ofNullable(nextTokenSource).flatMap(Reference::parse);
  }
}

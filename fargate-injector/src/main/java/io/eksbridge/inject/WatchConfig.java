// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import io.eksbridge.startup.Refusal;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Which API server is watched.
///
/// @param kubeconfig the file that says so; absent, the cluster that the process runs in, if any
/// @param syncWaitSeconds how long readiness waits for the first lists
/// @param tokenSyncNamespace where token-sync's Lease is; absent, nobody is thought to make copies
@ConfigurationProperties(FargateInjector.SERVICE)
public record WatchConfig(
    @Nullable Path kubeconfig,
    @Bindable(defaultValue = SYNC_WAIT_SECONDS) int syncWaitSeconds,
    @Nullable String tokenSyncNamespace) {
  static final String SYNC_WAIT_SECONDS = "30";

  /// Refuses a file that is not there.
  public WatchConfig {
    if (kubeconfig != null && !Files.isReadable(kubeconfig)) {
      throw new Refusal("--kubeconfig " + kubeconfig + ": no such file, or it cannot be read");
    }
    if (syncWaitSeconds < 0) {
      throw new Refusal("--sync-wait-seconds must not be negative, but is " + syncWaitSeconds);
    }
    if (tokenSyncNamespace != null) {
      Require.name("--token-sync-namespace", tokenSyncNamespace);
    }
  }

  /// How long readiness waits for the first lists.
  public Duration syncWait() {
    return Duration.ofSeconds(syncWaitSeconds);
  }
}

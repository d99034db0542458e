// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import io.eksbridge.startup.Refusal;
import io.eksbridge.sync.plan.Layout;
import io.eksbridge.sync.plan.Profile;
import io.eksbridge.sync.plan.Profiles;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the sidecars read.
///
/// @param copyName the copy's name in each namespace
/// @param copyApiKeyKey its key of the API key
/// @param copyTokenKey its key of the cluster agent's token
/// @param profiles the file of the injector's profiles, where some sidecars read something else
@ConfigurationProperties(TokenSyncConfig.SERVICE)
public record CopyConfig(
    @Bindable(defaultValue = Names.COPY_SECRET) String copyName,
    @Bindable(defaultValue = Names.API_KEY) String copyApiKeyKey,
    @Bindable(defaultValue = Names.TOKEN) String copyTokenKey,
    @Nullable String profiles) {
  static final String SECRET = "[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?";
  static final String KEY = "[-._a-zA-Z0-9]{1,253}";

  public CopyConfig {
    require(copyName.matches(SECRET), "--copy-name must be the name of a Secret: " + copyName);
    require(
        copyApiKeyKey.matches(KEY),
        "--copy-api-key-key must be a key of a Secret: " + copyApiKeyKey);
    require(
        copyTokenKey.matches(KEY), "--copy-token-key must be a key of a Secret: " + copyTokenKey);
    require(
        !copyTokenKey.equals(copyApiKeyKey),
        "--copy-token-key must not be the API key's too: " + copyTokenKey);
  }

  /// What is read where; the file is read now.
  public Profiles read() {
    Layout usual = Layout.of(copyName, copyApiKeyKey, copyTokenKey);
    List<Profile> inOrder =
        Optional.ofNullable(profiles)
            .filter(file -> !file.isBlank())
            .map(file -> ProfilesFile.read(Path.of(file), usual))
            .orElse(List.of());
    return new Profiles(inOrder, usual);
  }

  private static void require(boolean holds, String line) {
    if (!holds) {
      throw new Refusal(line);
    }
  }
}

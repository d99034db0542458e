// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import io.eksbridge.inject.profiles.ProfilesFile;
import io.eksbridge.inject.verdict.Policy;
import io.eksbridge.inject.verdict.Profile;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Objects;

/// Makes of the settings what the rules ask: the profiles of the file, then the one of the flags.
@Factory
public final class Policies {
  @Singleton
  Policy policy(SidecarConfig sidecar, FitConfig fit, AddressConfig address, ScopeConfig scope) {
    return of(sidecar, fit, address, scope);
  }

  @Singleton
  ConfigurationMark mark(
      SidecarConfig sidecar, FitConfig fit, AddressConfig address, ScopeConfig scope) {
    return ConfigurationMark.of(sidecar, fit, address, scope);
  }

  /// The policy of these settings.
  public static Policy of(
      SidecarConfig sidecar, FitConfig fit, AddressConfig address, ScopeConfig scope) {
    var last =
        new Profile(
            Profile.DEFAULT,
            Profile.Match.ALL,
            true,
            sidecar.settings(Objects.requireNonNullElse(address.clusterAgentCa(), "")),
            fit.choices());
    var profiles = new ArrayList<Profile>();
    Path file = scope.profiles();
    if (file != null) {
      profiles.addAll(ProfilesFile.read(file, last));
    }
    profiles.add(last);
    return new Policy(
        profiles,
        address.serviceName(),
        scope.copies(sidecar.secretName()),
        scope.systemPods(),
        scope.mixedWorkloads(),
        scope.replacesOfficial());
  }
}

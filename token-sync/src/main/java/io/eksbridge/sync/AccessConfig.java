// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.Locale;

/// How far the rights reach.
///
/// @param access whether the copies' rights hold in all namespaces or where they were bound
@ConfigurationProperties(TokenSyncConfig.SERVICE)
public record AccessConfig(@Bindable(defaultValue = ACCESS) Access access) {
  static final String ACCESS = "cluster";

  /// Where the rights to the copies hold.
  public enum Access {
    /// In all namespaces: the copies are listed and watched as one.
    CLUSTER,
    /// Where a RoleBinding gives them: each copy is looked at in its namespace.
    CONSENT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Whether a namespace must have bound the rights.
  public boolean byConsent() {
    return access == Access.CONSENT;
  }
}

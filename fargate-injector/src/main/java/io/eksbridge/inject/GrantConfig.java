// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import io.eksbridge.inject.access.Mode;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.bind.annotation.Bindable;

/// Who may read which kubelet.
///
/// @param kubeletAccess how far the access goes that the controller grants
@Requires(property = FargateInjector.COMMAND, pattern = "controller|status")
@ConfigurationProperties(FargateInjector.SERVICE)
public record GrantConfig(@Bindable(defaultValue = KUBELET_ACCESS) Mode kubeletAccess) {
  static final String KUBELET_ACCESS = "scoped";
}

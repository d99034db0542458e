// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import io.eksbridge.inject.verdict.Choices;
import io.eksbridge.inject.verdict.Choices.FormChoice;
import io.eksbridge.inject.verdict.Choices.Hardening;
import io.eksbridge.inject.verdict.Choices.SizePolicy;
import io.eksbridge.inject.verdict.ClusterAgentAddress.Strategy;
import io.eksbridge.inject.verdict.Guard;
import io.eksbridge.inject.verdict.Guard.Setting;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/// How the sidecar is fitted into a pod.
///
/// @param form as what kind of container
/// @param hardening when it is confined
/// @param address how the cluster agent is reached
/// @param injectWithoutAddress whether a pod gets it without a cluster agent where no address is
///     known
/// @param injectWithoutCredentials whether a pod gets it where its Secret is absent
/// @param size what is done where it makes the pod cost more
/// @param podSettings what a pod's annotations may change, with commas between
/// @param cpuRange how far, of the CPU
/// @param memoryRange how far, of the memory
@ConfigurationProperties(FargateInjector.SERVICE)
public record FitConfig(
    @Bindable(defaultValue = AUTO) String form,
    @Bindable(defaultValue = AUTO) String hardening,
    @Bindable(defaultValue = AUTO) String address,
    @Bindable(defaultValue = "false") boolean injectWithoutAddress,
    @Bindable(defaultValue = "false") boolean injectWithoutCredentials,
    @Bindable(defaultValue = SIZE) String size,
    @Bindable(defaultValue = POD_SETTINGS) String podSettings,
    @Bindable(defaultValue = CPU_RANGE) String cpuRange,
    @Bindable(defaultValue = MEMORY_RANGE) String memoryRange) {
  static final String AUTO = "auto";
  static final String SIZE = "warn";
  static final String POD_SETTINGS = "cpu,memory,tags,logs,form";
  static final String CPU_RANGE = "50m-1";
  static final String MEMORY_RANGE = "128Mi-1Gi";

  /// Refuses what is no choice.
  public FitConfig {
    Require.choice("--form", form, FormChoice.values());
    Require.choice("--hardening", hardening, Hardening.values());
    Require.choice("--address", address, Strategy.values());
    Require.choice("--size", size, SizePolicy.values());
    Require.choices("--pod-settings", podSettings, Setting.values());
    Require.range("--cpu-range", cpuRange);
    Require.range("--memory-range", memoryRange);
  }

  /// The same as a value for the decision.
  public Choices choices() {
    return new Choices(
        Require.choice("--form", form, FormChoice.values()),
        Require.choice("--hardening", hardening, Hardening.values()),
        Require.choice("--address", address, Strategy.values()),
        injectWithoutAddress,
        injectWithoutCredentials,
        Require.choice("--size", size, SizePolicy.values()),
        new Guard(
            Require.choices("--pod-settings", podSettings, Setting.values()),
            Require.range("--cpu-range", cpuRange),
            Require.range("--memory-range", memoryRange)));
  }
}

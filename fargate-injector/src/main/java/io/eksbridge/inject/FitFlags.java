// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import picocli.CommandLine.Option;

/// The flags of how the sidecar is fitted into a pod, the same for every command that decides.
public final class FitFlags {
  @Option(
      names = "--form",
      paramLabel = "FORM",
      defaultValue = FitConfig.AUTO,
      description =
          "auto (native for Jobs, else a container), container, native. Default: ${DEFAULT-VALUE}")
  String form;

  @Option(
      names = "--hardening",
      paramLabel = "WHEN",
      defaultValue = FitConfig.AUTO,
      description =
          "Confine the sidecar as `restricted` asks, with a read-only root: auto (where the namespace enforces it), always, off. Default: ${DEFAULT-VALUE}")
  String hardening;

  @Option(
      names = "--address",
      paramLabel = "HOW",
      defaultValue = FitConfig.AUTO,
      description =
          "The cluster agent's URL: auto (name, or IP where names are not resolved), name, ip, none (without cluster agent). Default: ${DEFAULT-VALUE}")
  String address;

  @Option(
      names = "--inject-without-address",
      arity = "0..1",
      paramLabel = "BOOLEAN",
      defaultValue = "false",
      fallbackValue = "true",
      description =
          "Inject, without cluster agent, where no address would do. Default: ${DEFAULT-VALUE}")
  boolean injectWithoutAddress;

  @Option(
      names = "--inject-without-credentials",
      arity = "0..1",
      paramLabel = "BOOLEAN",
      defaultValue = "false",
      fallbackValue = "true",
      description =
          "Inject where the Secret is absent or unknown: the pod waits for it. Default: ${DEFAULT-VALUE}")
  boolean injectWithoutCredentials;

  @Option(
      names = "--size",
      paramLabel = "POLICY",
      defaultValue = FitConfig.SIZE,
      description =
          "Where the sidecar makes Fargate choose a larger size: warn, skip. Default: ${DEFAULT-VALUE}")
  String size;

  @Option(
      names = "--pod-settings",
      paramLabel = "NAME,...",
      defaultValue = FitConfig.POD_SETTINGS,
      description =
          "What a pod may set by annotations eksbridge.io/<name>; '' for nothing. Default: ${DEFAULT-VALUE}")
  String podSettings;

  @Option(
      names = "--cpu-range",
      paramLabel = "LEAST-MOST",
      defaultValue = FitConfig.CPU_RANGE,
      description = "How far by eksbridge.io/cpu. Default: ${DEFAULT-VALUE}")
  String cpuRange;

  @Option(
      names = "--memory-range",
      paramLabel = "LEAST-MOST",
      defaultValue = FitConfig.MEMORY_RANGE,
      description = "How far by eksbridge.io/memory. Default: ${DEFAULT-VALUE}")
  String memoryRange;

  /// The fit that these flags describe.
  public FitConfig fit() {
    return new FitConfig(
        form,
        hardening,
        address,
        injectWithoutAddress,
        injectWithoutCredentials,
        size,
        podSettings,
        cpuRange,
        memoryRange);
  }
}

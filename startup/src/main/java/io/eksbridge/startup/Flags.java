// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.startup;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The three spellings of a setting: the flag `--csi-endpoint`, the variable
/// `<PREFIX>_CSI_ENDPOINT` and the Micronaut property `<service>.csi-endpoint`. The flag wins, an
/// empty variable counts as not set.
final class Flags implements IDefaultValueProvider {
  private final List<String> prefixes;
  private final Map<String, String> environment;

  /// Variables are looked for under each prefix, first come first served.
  Flags(List<String> prefixes, Map<String, String> environment) {
    this.prefixes = List.copyOf(prefixes);
    this.environment = Map.copyOf(environment);
  }

  /// What picocli takes, and checks, where the flag was not given.
  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    return argument instanceof OptionSpec option ? variable(option).orElse(null) : null;
  }

  /// The settings that a flag or a variable gave, as properties; what neither gave is left to other
  /// sources.
  Map<String, Object> given(String service, CommandSpec command) {
    var properties = new LinkedHashMap<String, Object>();
    for (OptionSpec option : command.options()) {
      boolean flagged = command.commandLine().getParseResult().hasMatchedOption(option);
      if (!option.usageHelp()
          && !option.versionHelp()
          && (flagged || variable(option).isPresent())) {
        properties.put(service + "." + name(option), option.getValue());
      }
    }
    return properties;
  }

  private Optional<String> variable(OptionSpec option) {
    String suffix = "_" + name(option).replace('-', '_').toUpperCase(Locale.ROOT);
    return prefixes.stream()
        .map(prefix -> environment.getOrDefault(prefix + suffix, ""))
        .filter(value -> !value.isBlank())
        .findFirst();
  }

  private static String name(OptionSpec option) {
    return option.longestName().substring(2);
  }
}

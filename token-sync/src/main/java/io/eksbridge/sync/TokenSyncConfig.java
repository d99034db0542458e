// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import io.eksbridge.startup.Refusal;
import io.eksbridge.sync.plan.LabelSelector;
import io.eksbridge.sync.plan.Reference;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All that an operator may set: one component, one flag, one variable.
///
/// @param apiKeySource where the API key is, as `namespace/name/key`
/// @param tokenSource where the cluster agent's token is, as `namespace/name/key`
/// @param namespaceSelector the labels of the namespaces that get a copy
/// @param namespaces names or patterns of further namespaces that get a copy
/// @param excludeNamespaces names or patterns of namespaces that get none
/// @param kubeconfig a kubeconfig, where it is not the cluster's own
/// @param concurrency how many requests for changes are under way at once
/// @param dryRun whether the API server is asked to check and to store nothing
@ConfigurationProperties(TokenSyncConfig.SERVICE)
public record TokenSyncConfig(
    @Nullable String apiKeySource,
    @Nullable String tokenSource,
    @Bindable(defaultValue = NAMESPACE_SELECTOR) String namespaceSelector,
    @Nullable String namespaces,
    @Nullable String excludeNamespaces,
    @Nullable String kubeconfig,
    @Bindable(defaultValue = CONCURRENCY) int concurrency,
    @Bindable(defaultValue = "false") boolean dryRun) {
  /// The prefix of its properties.
  public static final String SERVICE = "token-sync";

  /// Set, to their flags, where sources were not given.
  public static final String UNSOURCED = "token-sync.unsourced";

  static final String NAMESPACE_SELECTOR = Names.FARGATE_KEY + "=enabled";
  static final String CONCURRENCY = "32";
  private static final int MOST = 64; // below the 100 streams that an API server grants
  private static final Pattern NAME_PATTERN = Pattern.compile("[-a-z0-9*]{1,253}");

  public TokenSyncConfig {
    reference("--api-key-source", apiKeySource);
    reference("--token-source", tokenSource);
    require(
        LabelSelector.parse(namespaceSelector).isPresent(),
        "--namespace-selector must be a label selector such as team=a,tier!=test: "
            + namespaceSelector);
    patterns("--namespaces", namespaces);
    patterns("--exclude-namespaces", excludeNamespaces);
    require(
        concurrency >= 1 && concurrency <= MOST,
        "--concurrency must be from 1 to " + MOST + ": " + concurrency);
  }

  /// Where the API key is.
  public Reference apiKey() {
    return reference("--api-key-source", apiKeySource);
  }

  /// Where the token is.
  public Reference token() {
    return reference("--token-source", tokenSource);
  }

  /// The names or patterns of further namespaces that get a copy.
  List<String> byName() {
    return patterns("--namespaces", namespaces);
  }

  /// Those of the namespaces that get none.
  List<String> excluded() {
    return patterns("--exclude-namespaces", excludeNamespaces);
  }

  private static Reference reference(String flag, @Nullable String value) {
    String given = Objects.requireNonNullElse(value, "");
    return Reference.parse(given)
        .orElseThrow(
            () ->
                new Refusal(
                    flag
                        + " must be namespace/name/key"
                        + (given.isEmpty()
                            ? " and was not given: `token-sync discover` finds it"
                            : ": " + given)));
  }

  private static List<String> patterns(String flag, @Nullable String list) {
    List<String> patterns =
        Stream.of(Objects.requireNonNullElse(list, "").split(",", -1))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    for (String pattern : patterns) {
      require(
          NAME_PATTERN.matcher(pattern).matches(),
          flag + " must be names of namespaces, * for any part: " + pattern);
    }
    return patterns;
  }

  private static void require(boolean holds, String line) {
    if (!holds) {
      throw new Refusal(line);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.coverage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.Patch;
import io.eksbridge.inject.AddressConfig;
import io.eksbridge.inject.AddressFlags;
import io.eksbridge.inject.FitFlags;
import io.eksbridge.inject.Policies;
import io.eksbridge.inject.Require;
import io.eksbridge.inject.ScopeFlags;
import io.eksbridge.inject.SidecarFlags;
import io.eksbridge.inject.verdict.AgentSettings.SecretReference;
import io.eksbridge.inject.verdict.ClusterView;
import io.eksbridge.inject.verdict.ClusterView.SecretView;
import io.eksbridge.inject.verdict.NamespaceView;
import io.eksbridge.inject.verdict.PodView;
import io.eksbridge.inject.verdict.Policy;
import io.eksbridge.startup.ExitCode;
import io.eksbridge.startup.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Tells what the webhook would do with a pod: the same rules, and flags for what the cluster would
/// say.
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Prints what the webhook would do with a pod, and why; needs no cluster.",
      "Exit code 0 for either decision, 2 for what is no pod."
    })
public final class Explain implements Callable<Integer> {
  private static final int AROUND = 3;

  @Spec CommandSpec command;

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "FILE",
      required = true,
      description = "The pod's manifest, YAML or JSON; - is standard input")
  String filename;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "${COMPLETION-CANDIDATES}; yaml is the pod as it would be, diff what changes. Default: ${DEFAULT-VALUE}")
  Output output;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      defaultValue = "default",
      description = "Where the pod is created when it does not say. Default: ${DEFAULT-VALUE}")
  String namespace;

  @Option(
      names = "--credentials",
      paramLabel = "STATE",
      defaultValue = "present",
      description =
          "The Secret in the pod's namespace: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  Found credentials;

  @Option(
      names = "--namespace-labels",
      paramLabel = "KEY=VALUE,...",
      description =
          "The labels of that namespace, '' for none. Default: as if they were not known yet")
  @Nullable String namespaceLabels;

  @Option(
      names = "--token-sync",
      arity = "0..1",
      paramLabel = "BOOLEAN",
      defaultValue = "false",
      fallbackValue = "true",
      description = "Whether token-sync is at work. Default: ${DEFAULT-VALUE}")
  boolean tokenSync;

  @Option(
      names = "--automount",
      arity = "0..1",
      paramLabel = "BOOLEAN",
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Whether the pod's ServiceAccount mounts its token, where the pod does not say. Default: ${DEFAULT-VALUE}")
  boolean automount;

  @Mixin SidecarFlags sidecar;
  @Mixin FitFlags fit;
  @Mixin AddressFlags address;
  @Mixin ScopeFlags scope;

  @Override
  public Integer call() throws JsonProcessingException {
    AddressConfig where = address.address();
    Policy policy = Policies.of(sidecar.sidecar(), fit.fit(), where, scope.scope());
    var pod = new PodView(Manifest.read(filename, System.in), namespace);
    var explanation = Explanation.of(pod, cluster(pod.namespace(), where, policy), policy);
    command.commandLine().getOut().print(printed(explanation));
    command.commandLine().getOut().flush();
    return ExitCode.OK;
  }

  private String printed(Explanation explanation) throws JsonProcessingException {
    return switch (output) {
      case text -> explanation.text();
      case json ->
          new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(explanation.json())
              + "\n";
      case yaml -> Manifest.print(explanation.patched());
      case diff ->
          diff(Manifest.print(explanation.pod().json()), Manifest.print(explanation.patched()));
    };
  }

  /// As `diff -u` prints it, for `patch` to take.
  private static String diff(String before, String after) {
    List<String> lines = before.lines().toList();
    Patch<String> changes = DiffUtils.diff(lines, after.lines().toList());
    return UnifiedDiffUtils.generateUnifiedDiff("as written", "as patched", lines, changes, AROUND)
        .stream()
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  private ClusterView cluster(String name, AddressConfig where, Policy policy) {
    String labels = namespaceLabels;
    var secrets = new HashMap<String, SecretView>();
    policy
        .profiles()
        .forEach(
            each ->
                credentials
                    .view(each.agent().secret())
                    .ifPresent(found -> secrets.put(each.agent().secret().name(), found)));
    return new ClusterView(
        where.given(),
        labels == null
            ? NamespaceView.unknown(name)
            : NamespaceView.of(name, Require.labels("--namespace-labels", labels)),
        secrets,
        tokenSync ? secretNames(policy) : Set.of(),
        !automount);
  }

  private static Set<String> secretNames(Policy policy) {
    return policy.profiles().stream()
        .map(each -> each.agent().secret().name())
        .collect(Collectors.toSet());
  }

  /// The forms of the answer, spelled as on the command line.
  enum Output {
    text,
    json,
    yaml,
    diff
  }

  /// What the cluster would say of the Secret, spelled as on the command line.
  enum Found {
    present,
    absent,
    without_api_key,
    without_token,
    unknown;

    Optional<SecretView> view(SecretReference secret) {
      return switch (this) {
        case present -> Optional.of(new SecretView.Complete());
        case absent -> Optional.of(new SecretView.Absent());
        case without_api_key -> holding(secret.tokenKey());
        case without_token -> holding(secret.apiKeyKey());
        case unknown -> Optional.empty();
      };
    }

    private static Optional<SecretView> holding(String key) {
      return Optional.of(new SecretView.Holding(Set.of(key)));
    }
  }
}

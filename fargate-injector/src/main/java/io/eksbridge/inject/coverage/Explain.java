// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.coverage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eksbridge.inject.AddressConfig;
import io.eksbridge.inject.SidecarConfig;
import io.eksbridge.inject.SidecarFlags;
import io.eksbridge.inject.verdict.ClusterView;
import io.eksbridge.inject.verdict.ClusterView.Credentials;
import io.eksbridge.inject.verdict.PodView;
import io.eksbridge.inject.verdict.Policy;
import io.eksbridge.startup.ExitCode;
import io.eksbridge.startup.Version;
import java.util.concurrent.Callable;
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
          "${COMPLETION-CANDIDATES}; yaml is the pod as it would be. Default: ${DEFAULT-VALUE}")
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

  @Mixin SidecarFlags flags;

  @Override
  public Integer call() throws JsonProcessingException {
    SidecarConfig sidecar = flags.sidecar();
    AddressConfig address = flags.address();
    var pod = new PodView(Manifest.read(filename, System.in), namespace);
    var explanation =
        Explanation.of(
            pod,
            new ClusterView(address.given(), state()),
            new Policy(address.serviceName(), sidecar.injectWithoutCredentials()),
            sidecar.settings());
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
    };
  }

  private Credentials state() {
    return switch (credentials) {
      case present -> Credentials.PRESENT;
      case absent -> Credentials.MISSING;
      case unknown -> Credentials.UNKNOWN;
    };
  }

  /// The forms of the answer, spelled as on the command line.
  enum Output {
    text,
    json,
    yaml
  }

  /// What the cluster would say of the Secret, spelled as on the command line.
  enum Found {
    present,
    absent,
    unknown
  }
}

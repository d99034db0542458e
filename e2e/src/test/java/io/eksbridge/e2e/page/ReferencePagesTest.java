// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.page;

import static java.util.stream.Collectors.joining;

import io.eksbridge.inject.verdict.Reason;
import io.eksbridge.parts.Layout;
import io.eksbridge.sync.plan.Why;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

final class ReferencePagesTest {
  @Test
  void theFlagsOfTheDriverAreDocumentedAsItPrintsThem() throws IOException {
    Page.isCurrent(
        "node-driver.md",
        flags("node-driver", List.of("DD", "NODE_DRIVER"), List.of("", "volumes")));
  }

  @Test
  void theFlagsOfTheInjectorAreDocumentedAsItPrintsThem() throws IOException {
    Page.isCurrent(
        "fargate-injector.md",
        flags(
            "fargate-injector",
            List.of("FARGATE_INJECTOR"),
            List.of("webhook", "controller", "status", "cleanup", "explain")));
  }

  @Test
  void theFlagsOfTokenSyncAreDocumentedAsItPrintsThem() throws IOException {
    Page.isCurrent("token-sync.md", flags("token-sync", List.of("TOKEN_SYNC"), List.of()));
  }

  @Test
  void everyReasonOfTheInjectorIsDocumentedInTheOrderOfTheEnum() throws IOException {
    String rows =
        Arrays.stream(Reason.values())
            .map(each -> "| `" + each.label() + "` | " + each.sentence() + " |\n")
            .collect(joining());

    Page.isCurrent(
        "reasons.md",
        """
        # Why a pod got the sidecar, or did not

        The same word is the pod's annotation `eksbridge.io/reason` (where the pod was changed), the label `reason` of the metric
        `fargate_injector_decisions_total`, the key `reason` of the log line and of the API server's audit annotation.

        | reason | in words |
        |---|---|
        """
            + rows);
  }

  @Test
  void everyReasonOfTokenSyncIsDocumentedInTheOrderOfTheEnum() throws IOException {
    String rows =
        Arrays.stream(Why.values())
            .map(each -> "| `" + each + "` | " + each.sentence() + " |\n")
            .collect(joining());

    Page.isCurrent(
        "copy-reasons.md",
        """
        # Why a copy is made, changed, taken away or left

        The same word is the label `reason` of the metric `eksbridge_token_sync_changes_total`, the key `reason` of the log line, and in the lines of
        `token-sync --once`, `plan` and `status`.

        | reason | in words |
        |---|---|
        """
            + rows);
  }

  private static String flags(String service, List<String> prefixes, List<String> commands)
      throws IOException {
    String variables =
        prefixes.stream().map(prefix -> "`" + prefix + "_SOME_FLAG`").collect(joining(", else "));
    var page =
        new StringBuilder(
            """
            # %s: flags

            A flag `--some-flag` may also be set by the variable %s, else by the Micronaut property `%s.some-flag`; an empty variable counts
            as not set. A value that cannot be used is refused in one line with exit code 2.
            """
                .formatted(service, variables, service));
    for (String command : commands.isEmpty() ? List.of("") : commands) {
      page.append("\n```\n").append(help(service, command)).append("```\n");
    }
    return page.toString();
  }

  private static String help(String service, String command) throws IOException {
    Path program = Layout.of(service).resolve("bin").resolve(service);
    if (System.getenv("CI") == null) {
      Assumptions.assumeTrue(Files.isExecutable(program), program + ": run ./mvnw package");
    }
    List<String> line =
        Stream.of(program.toString(), command, "--help").filter(word -> !word.isEmpty()).toList();
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.startup.ExitCode;
import io.eksbridge.startup.Startup;
import io.eksbridge.sync.plan.NamespaceView;
import io.eksbridge.sync.plan.Reference;
import io.eksbridge.sync.plan.Selection;
import io.micronaut.context.ApplicationContext;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TokenSyncConfigTest {
  private static final Map<String, Object> SOURCES =
      Map.of(
          "token-sync.api-key-source", "datadog/datadog/api-key",
          "token-sync.token-source", "datadog/datadog-cluster-agent/token");

  @Test
  void onlyTheSourcesMustBeGiven() {
    assertThat(bound(Map.of()))
        .isEqualTo(
            new TokenSyncConfig(
                "datadog/datadog/api-key",
                "datadog/datadog-cluster-agent/token",
                "eksbridge.io/fargate=enabled",
                null,
                null,
                null,
                32,
                false));
  }

  @Test
  void eachPropertyIsAComponent() {
    TokenSyncConfig config =
        bound(
            Map.of(
                "token-sync.namespace-selector", "a in (b,c)",
                "token-sync.namespaces", "team-*, payments",
                "token-sync.exclude-namespaces", "kube-*",
                "token-sync.kubeconfig", "/k",
                "token-sync.concurrency", 16,
                "token-sync.dry-run", true));

    assertThat(config)
        .isEqualTo(
            new TokenSyncConfig(
                "datadog/datadog/api-key",
                "datadog/datadog-cluster-agent/token",
                "a in (b,c)",
                "team-*, payments",
                "kube-*",
                "/k",
                16,
                true));
    assertThat(config.token())
        .isEqualTo(new Reference("datadog", "datadog-cluster-agent", "token"));
    assertThat(selection(config).selects(namespace("payments"))).isTrue();
  }

  @Test
  void anEmptySelectorSelectsNoneByLabel() {
    var optedIn =
        new NamespaceView("a", Map.of(Names.FARGATE_KEY, "enabled"), false, Optional.empty());

    assertThat(selection(bound(Map.of("token-sync.namespace-selector", ""))).selects(optedIn))
        .isFalse();
    assertThat(selection(bound(Map.of())).selects(optedIn)).isTrue();
  }

  @Test
  void aSourceOfTheCopysNameIsNeverACopy() {
    Selection selection =
        selection(bound(Map.of("token-sync.api-key-source", "datadog/datadog-secret/api-key")));

    assertThat(selection.isSource(namespace("datadog"))).isTrue();
    assertThat(selection.isSource(namespace("team"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--api-key-source=token            | --api-key-source must be namespace/name/key: token",
        "--token-source=a/b                | --token-source must be namespace/name/key: a/b",
        "--copy-name=Not_A_Name            | --copy-name must be the name of a Secret: Not_A_Name",
        "--copy-token-key=a/b              | --copy-token-key must be a key of a Secret: a/b",
        "--copy-api-key-key=token          | --copy-token-key must not be the API key's too: token",
        "--namespace-selector=a=b,         | --namespace-selector must be a label selector",
        "--namespaces=Team                 | --namespaces must be names of namespaces",
        "--exclude-namespaces=a/b          | --exclude-namespaces must be names of namespaces",
        "--concurrency=0                   | --concurrency must be from 1 to 64: 0",
        "--concurrency=many                | Invalid value for option '--concurrency': 'many'",
        "--dry-run                         | --dry-run goes with --once",
        "--cluster-agent-url=agent         | --cluster-agent-url must be as https://",
        "--next-token-source=a/b           | --next-token-source must be namespace/name/key: a/b",
        "--flapping-changes=1              | --flapping-changes must be 2 or more: 1",
        "--lease-duration=1s               | --lease-duration must be 3s or longer: PT1S",
        "--release-limit=101               | --release-limit must be from 0 to 100: 101",
        "--release-delay=soon              | Invalid value for option '--release-delay': 'soon' is"
            + " not as 500ms",
        "--access=everywhere               | Invalid value for option '--access'",
        "--kubeconfig=/no/such/file        | --kubeconfig /no/such/file cannot be read",
        "--no-such-flag                    | Unknown option: '--no-such-flag'",
      })
  void whatCannotBeIsRefusedInOneLineThatNamesTheFlag(String flag, String line) {
    assertThat(refused(flag)).startsWith("token-sync: " + line).hasLineCount(1);
  }

  @Test
  void theSourcesOfAPassHaveNoDefault() {
    assertThat(refusal("--once"))
        .contains("--api-key-source must be namespace/name/key and was not given");
    assertThat(refusal("--once", "--api-key-source=a/b/c"))
        .contains("--token-source must be namespace/name/key and was not given");
  }

  @Test
  void withoutAKubeconfigAndOutsideAPodNothingIsGuessed() {
    assertThat(refused()).contains("--kubeconfig must name a file").hasLineCount(1);
    assertThat(refused("--once")).contains("--kubeconfig must name a file").hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({
    "'a: [',                                                   is not a kubeconfig",
    "just words,                                               is not a kubeconfig",
    "'{apiVersion: v1, kind: Config, clusters: [], contexts: [], users: []}', --kubeconfig",
  })
  void aFileThatIsNoKubeconfigIsRefused(String content, String line, @TempDir Path folder)
      throws Exception {
    Path file = Files.writeString(folder.resolve("config"), content);

    assertThat(refused("--kubeconfig=" + file)).contains(line).hasLineCount(1);
    assertThat(refused("--kubeconfig=" + folder)).contains("cannot be read").hasLineCount(1);
  }

  private static String refused(String... flags) {
    String[] sources = {
      "--api-key-source=datadog/datadog/api-key",
      "--token-source=datadog/datadog-cluster-agent/token"
    };
    String[] others =
        Stream.of(sources)
            .filter(
                source ->
                    Stream.of(flags)
                        .noneMatch(
                            flag -> flag.startsWith(source.substring(0, source.indexOf('=')))))
            .toArray(String[]::new);
    return refusal(Stream.concat(Stream.of(others), Stream.of(flags)).toArray(String[]::new));
  }

  private static String refusal(String... arguments) {
    var standardError = new StringWriter();
    int code =
        Startup.commandLine(new TokenSync(), List.of(), Map.of())
            .setErr(new PrintWriter(standardError, true))
            .execute(arguments);
    assertThat(code).as(standardError.toString()).isEqualTo(ExitCode.REFUSED);
    return standardError.toString();
  }

  private static TokenSyncConfig bound(Map<String, Object> properties) {
    var all = new HashMap<>(SOURCES);
    all.putAll(properties);
    try (ApplicationContext context =
        ApplicationContext.builder().deduceEnvironment(false).properties(all).start()) {
      return context.getBean(TokenSyncConfig.class);
    }
  }

  private static Selection selection(TokenSyncConfig config) {
    var usual = new CopyConfig(Names.COPY_SECRET, Names.API_KEY, Names.TOKEN, null);
    return new Scope(config, usual).selection(Names.COPY_SECRET);
  }

  private static NamespaceView namespace(String name) {
    return new NamespaceView(name, Map.of(), false, Optional.empty());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eksbridge.startup.Refusal;
import io.eksbridge.sync.plan.Layout;
import io.eksbridge.sync.plan.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The injector's profiles as token-sync reads them.
final class ProfilesFileTest {
  private static final Layout USUAL = Layout.of("datadog-secret", "api-key", "token");

  @TempDir private Path folder;

  @Test
  void whatConcernsTheCopiesIsReadAndTheRestIsTheInjectors() throws IOException {
    List<Profile> profiles =
        read(
            """
            profiles:
              - name: batch
                match:
                  namespaces: [reports, "etl-*"]
                  podSelector: {matchLabels: {tier: worker}}
                resources: {cpu: 100m, memory: 192Mi}
                form: native
              - name: payments
                match:
                  namespaceSelector:
                    matchExpressions: [{key: team, operator: In, values: [payments]}]
                secret: {name: go-secrets, apiKeyKey: datadog_api_key, tokenKey: datadog_token}
                env:
                  - {name: DD_LOG_LEVEL, value: warn}
              - name: sandbox
                match: {namespaces: ["sandbox-*"], namespaceSelector: "tier=test"}
                inject: false
            """);

    assertThat(profiles).extracting(Profile::name).containsExactly("batch", "payments", "sandbox");
    assertThat(profiles).extracting(Profile::everyPod).containsExactly(false, true, true);
    assertThat(profiles).extracting(Profile::injects).containsExactly(true, true, false);
    assertThat(profiles)
        .extracting(Profile::layout)
        .containsExactly(USUAL, Layout.of("go-secrets", "datadog_api_key", "datadog_token"), USUAL);
    assertThat(profiles.getFirst().namespaces()).containsExactly("reports", "etl-*");
    assertThat(read("[]")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{}]                                                | profiles[0].name: must be a name",
        "[{name: a, secret: {name: A_B}}]                    | profiles[0].secret.name: must be the",
        "[{name: a, secret: {tokenKey: a/b}}]                | profiles[0].secret.tokenKey: must be",
        "[{name: a, secret: {tokenKey: api-key}}]            | secret.tokenKey: must not be the API",
        "[{name: a, secret: {apiKeyKey: token, tokenKey: x}}] | profiles[0].secret: key token holds",
        "[{name: a, inject: maybe}]                          | profiles[0].inject: must be true or",
        "[{name: a, match: {namespaces: x}}]                 | match.namespaces: must be a list",
        "[{name: a, match: {namespaces: [A]}}]               | match.namespaces: must be names",
        "[{name: a, match: {namespaceSelector: 'a,,b'}}]     | namespaceSelector: is no label",
        "[a]                                                 | profiles[0] must be an object",
        "{name: a}                                           | must hold a list, or an object",
        "'a: ['                                              | is neither YAML nor JSON",
      })
  void whatCannotBeUsedIsRefusedByItsPath(String text, String line) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(Refusal.class).hasMessageContaining(line);
  }

  @Test
  void aFileThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> ProfilesFile.read(folder.resolve("none"), USUAL))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("cannot be read");
  }

  private List<Profile> read(String text) throws IOException {
    return ProfilesFile.read(Files.writeString(folder.resolve("profiles.yaml"), text), USUAL);
  }
}

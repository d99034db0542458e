// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.node.library.ImageReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CredentialsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "gcr.io, gcr.io, team/lib",
    "https://gcr.io, gcr.io, team/lib",
    "https://gcr.io/v1/, gcr.io, team/lib",
    "gcr.io/team, gcr.io, team/lib",
    "gcr.io/team/lib, gcr.io, team/lib",
    "mirror.example:5000, mirror.example:5000, lib",
    "https://index.docker.io/v1/, docker.io, datadog/lib",
    "docker.io, docker.io, datadog/lib"
  })
  void theyAreFoundAsDockerWritesThem(String key, String host, String repository)
      throws IOException {
    configure("config.json", key, "a");

    assertThat(user(host, repository)).isEqualTo("a");
  }

  @ParameterizedTest
  @CsvSource({
    "gcr.io, eu.gcr.io, team/lib",
    "gcr.io, gcr.io:8443, team/lib",
    "gcr.io/team, gcr.io, teams/lib",
    "gcr.io/team/lib, gcr.io, team/lib2"
  })
  void noOthersAreTaken(String key, String host, String repository) throws IOException {
    configure("config.json", key, "a");

    assertThat(user(host, repository)).isEmpty();
  }

  @Test
  void thoseForARepositoryGoBeforeThoseForItsHost() throws IOException {
    configure("0/.dockerconfigjson", "gcr.io", "of-the-host");
    configure("1/.dockerconfigjson", "gcr.io/team", "of-the-team");

    assertThat(user("gcr.io", "team/lib")).isEqualTo("of-the-team");
    assertThat(user("gcr.io", "other/lib")).isEqualTo("of-the-host");
  }

  @Test
  void aFileThatIsBrokenIsLeftOutAndTheOthersServe() throws IOException {
    Files.writeString(
        Files.createDirectory(folder.resolve("0")).resolve("config.json"), "{\"auths");
    configure("1/config.json", "gcr.io", "a");

    assertThat(user("gcr.io", "team/lib")).isEqualTo("a");
  }

  @Test
  void theOfficialDriversVariablesServeToo() {
    Map<String, String> variables =
        Map.of("DD_APM_REGISTRY_AUTH_0", "no json", "DD_APM_REGISTRY_AUTH_1", entry("gcr.io", "a"));

    assertThat(user(new Credentials(folder, variables), "gcr.io", "team/lib")).isEqualTo("a");
  }

  @Test
  void noPasswordIsInAText() throws IOException {
    configure("config.json", "gcr.io", "a");

    assertThat(new Credentials(folder, Map.of()).find(image("gcr.io", "team/lib")))
        .hasValueSatisfying(login -> assertThat(login).hasToString("Login"));
  }

  private void configure(String file, String key, String user) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.resolveSibling(""));
    Files.writeString(path, entry(key, user));
  }

  private static String entry(String key, String user) {
    String both =
        Base64.getEncoder().encodeToString((user + ":word").getBytes(StandardCharsets.UTF_8));
    return "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(key, both);
  }

  private String user(String host, String repository) {
    return user(new Credentials(folder, Map.of()), host, repository);
  }

  private static String user(Credentials credentials, String host, String repository) {
    return credentials.find(image(host, repository)).map(Login::user).orElse("");
  }

  private static ImageReference image(String host, String repository) {
    return new ImageReference(host, repository, Optional.of("v1"), Optional.empty());
  }
}

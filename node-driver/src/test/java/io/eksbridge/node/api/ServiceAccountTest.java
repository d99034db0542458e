// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServiceAccountTest {
  private static final Map<String, String> POD =
      Map.of("KUBERNETES_SERVICE_HOST", "172.20.0.1", "KUBERNETES_SERVICE_PORT", "443");

  @TempDir Path folder;

  @Test
  void aProcessOutsideOfAClusterHasNone() throws IOException {
    assertThat(ServiceAccount.find("", folder, POD)).as("no token").isEmpty();
    Files.writeString(folder.resolve("token"), "t");
    assertThat(ServiceAccount.find("", folder, Map.of())).as("no address").isEmpty();
  }

  @Test
  void theApiServerIsTheOneThatEveryPodIsToldOf() throws IOException {
    Files.writeString(folder.resolve("token"), "t");

    assertThat(server("", POD)).contains(URI.create("https://172.20.0.1:443"));
    assertThat(server("", Map.of("KUBERNETES_SERVICE_HOST", "fd00::1")))
        .contains(URI.create("https://[fd00::1]:443"));
    assertThat(server("https://api.example:6443", POD))
        .contains(URI.create("https://api.example:6443"));
  }

  @Test
  void theTokenIsReadAnewEachTime() throws IOException {
    Files.writeString(folder.resolve("token"), "first\n");
    var account = ServiceAccount.find("", folder, POD).orElseThrow();
    assertThat(account.token()).isEqualTo("first");

    Files.writeString(folder.resolve("token"), "second");
    assertThat(account.token()).isEqualTo("second");
    assertThat(account).asString().doesNotContain("second");
  }

  private Optional<URI> server(String address, Map<String, String> environment) {
    return ServiceAccount.find(address, folder, environment).map(ServiceAccount::server);
  }
}

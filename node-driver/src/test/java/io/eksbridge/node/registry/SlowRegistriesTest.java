// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.registry;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eksbridge.node.library.ImageReference;
import io.eksbridge.node.library.Platform;
import io.eksbridge.node.library.ProxyRules;
import io.eksbridge.node.store.LibraryFailure;
import io.eksbridge.node.store.Unpacking.Packing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Registries that answer, and never to the end.
final class SlowRegistriesTest {
  private static final String HEADERS = "HTTP/1.1 200 OK\r\nContent-Length: 70000\r\n\r\n";
  private static final String ANSWER = HEADERS + "x".repeat(70_000);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final long EVER = 3_600_000;

  @ParameterizedTest
  @ValueSource(ints = {0, 9, HEADERS_LENGTH, HEADERS_LENGTH + 500})
  void anAnswerThatTricklesIsTakenForNone(int atOnce) throws Exception {
    try (var registry = new Trickling(ANSWER, atOnce, 20)) {
      RegistryClient client = client(registry, MINUTE, Duration.ofMillis(300));

      assertThatThrownBy(() -> client.image(image(registry)))
          .isInstanceOf(LibraryFailure.class)
          .hasMessage("the registry %s is too slow", registry.host());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, HEADERS_LENGTH, HEADERS_LENGTH + 500})
  void anAnswerThatStopsIsNotWaitedFor(int atOnce) throws Exception {
    try (var registry = new Trickling(ANSWER, atOnce, EVER)) {
      RegistryClient client = client(registry, Duration.ofMillis(200), MINUTE);

      assertThatThrownBy(() -> client.image(image(registry)))
          .isInstanceOf(LibraryFailure.class)
          .hasMessageContaining("cannot be reached: SocketTimeoutException");
    }
  }

  @Test
  void aLayerThatTricklesEndsWithItsDownloadsTime() throws Exception {
    try (var registry = new Trickling(ANSWER, HEADERS.length() + 500, 100)) {
      RegistryClient client = client(registry, MINUTE, MINUTE);

      assertThatThrownBy(() -> read(client, registry, Instant.now().plusSeconds(2)))
          .isInstanceOf(LibraryFailure.class)
          .hasMessageContaining("is too slow")
          .hasMessageContaining("--library-pull-timeout-seconds");
    }
  }

  @Test
  void aLayerThatStopsSaysHowMuchOfItCame() throws Exception {
    try (var registry = new Trickling(ANSWER, HEADERS.length() + 66_000, EVER)) {
      RegistryClient client = client(registry, Duration.ofSeconds(2), MINUTE);

      assertThatThrownBy(() -> read(client, registry, Instant.now().plus(MINUTE)))
          .isInstanceOf(LibraryFailure.class)
          .hasMessageContaining("ended after 66000 of 70000 bytes");
    }
  }

  private static final int HEADERS_LENGTH = 42;

  private static void read(RegistryClient client, Trickling registry, Instant end)
      throws IOException {
    var layer = new Image.Layer("sha256:" + "0".repeat(64), 70_000, Packing.PLAIN);
    try (Blob blob = client.layer(image(registry), layer, end, _ -> {})) {
      var _ = blob.readAllBytes();
    }
  }

  private static RegistryClient client(Trickling registry, Duration stall, Duration patience) {
    return new RegistryClient(
        new Hosts(Set.of(), Set.of(registry.host()), Optional.empty(), ProxyRules.of(Map.of())),
        new Credentials(Path.of("/none"), Map.of()),
        new Platform("linux", "amd64"),
        stall,
        patience);
  }

  private static ImageReference image(Trickling registry) {
    return new ImageReference(registry.host(), "team/lib", Optional.of("v1"), Optional.empty());
  }
}

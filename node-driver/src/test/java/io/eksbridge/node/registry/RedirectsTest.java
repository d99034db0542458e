// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.registry;

import static java.util.stream.Collectors.toUnmodifiableSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eksbridge.node.library.Platform;
import io.eksbridge.node.library.ProxyRules;
import io.eksbridge.node.store.LibraryFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Where registries send the driver.
final class RedirectsTest {
  private static final String BASIC =
      "Basic " + Base64.getEncoder().encodeToString("user:word".getBytes(StandardCharsets.UTF_8));

  /// Google's answers for each layer.
  @Test
  void aPlaceOnTheSameHostIsFoundByItsPathAlone() throws Exception {
    try (var registry =
        new SmallRegistry(
            exchange -> {
              String path = exchange.getRequestURI().getPath();
              if (path.startsWith("/downloads")) {
                return SmallRegistry.answer(exchange, 200, SmallRegistry.LAYER);
              }
              return path.endsWith(Digest.of(SmallRegistry.LAYER))
                  && SmallRegistry.redirect(exchange, "/downloads/1");
            })) {
      assertThat(layer(client(Map.of(), registry), registry)).isEqualTo(SmallRegistry.LAYER);
    }
  }

  @Test
  void aCircleEnds() throws Exception {
    try (var registry =
        new SmallRegistry(
            exchange -> SmallRegistry.redirect(exchange, exchange.getRequestURI().toString()))) {
      RegistryClient client = client(Map.of(), registry);

      assertThatThrownBy(() -> client.image(registry.image()))
          .isInstanceOf(LibraryFailure.class)
          .hasMessageContaining("redirects without end");
      assertThat(registry.asked()).hasSize(6);
    }
  }

  @Test
  void whereverARegistrySendsTheDriverItShowsItsCredentialsToThatRegistryAlone() throws Exception {
    try (var elsewhere =
            new SmallRegistry(
                exchange -> SmallRegistry.answer(exchange, 200, SmallRegistry.LAYER));
        var registry =
            new SmallRegistry(
                exchange -> {
                  if (!BASIC.equals(SmallRegistry.shown(exchange))) {
                    return SmallRegistry.challenge(exchange, "Basic realm=\"here\"");
                  }
                  String path = exchange.getRequestURI().getPath();
                  return path.endsWith(Digest.of(SmallRegistry.LAYER))
                      && SmallRegistry.redirect(exchange, "http://" + elsewhere.host() + "/x");
                })) {
      RegistryClient client = client(login(registry), registry, elsewhere);

      assertThat(layer(client, registry)).isEqualTo(SmallRegistry.LAYER);

      assertThat(registry.asked()).anyMatch(each -> each.startsWith(BASIC));
      assertThat(elsewhere.asked()).containsExactly("null /x");
    }
  }

  @Test
  void whoeverTheDriverIsSentToCannotAskForItsCredentials() throws Exception {
    try (var elsewhere =
            new SmallRegistry(
                exchange ->
                    !exchange.getRequestURI().getPath().equals("/token")
                        && SmallRegistry.challenge(
                            exchange,
                            "Bearer realm=\"http://%s/token\",service=\"s\""
                                .formatted(exchange.getRequestHeaders().getFirst("Host"))));
        var registry =
            new SmallRegistry(
                exchange ->
                    SmallRegistry.redirect(exchange, "http://" + elsewhere.host() + "/x"))) {
      RegistryClient client = client(login(registry), registry, elsewhere);

      assertThatThrownBy(() -> client.image(registry.image()))
          .isInstanceOf(LibraryFailure.class)
          .hasMessageContaining("may not be read");

      assertThat(elsewhere.asked()).containsExactly("null /x");
    }
  }

  private static byte[] layer(RegistryClient client, SmallRegistry registry) throws IOException {
    Image image = client.image(registry.image());
    try (Blob blob =
        client.layer(
            registry.image(), image.layers().getFirst(), Instant.now().plusSeconds(60), _ -> {})) {
      return blob.readAllBytes();
    }
  }

  private static Map<String, String> login(SmallRegistry registry) {
    return Map.of(
        "DD_APM_REGISTRY_AUTH_0",
        "{\"auths\":{\"%s\":{\"username\":\"user\",\"password\":\"word\"}}}"
            .formatted(registry.host()));
  }

  private static RegistryClient client(Map<String, String> variables, SmallRegistry... plain) {
    Set<String> hosts = Arrays.stream(plain).map(SmallRegistry::host).collect(toUnmodifiableSet());
    return new RegistryClient(
        new Hosts(Set.of(), hosts, Optional.empty(), ProxyRules.of(Map.of())),
        new Credentials(Path.of("/none"), variables),
        new Platform("linux", "amd64"));
  }
}

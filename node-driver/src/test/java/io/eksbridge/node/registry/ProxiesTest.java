// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eksbridge.node.PrivateMounts;
import io.eksbridge.node.library.ImageReference;
import io.eksbridge.node.library.LibraryFault;
import io.eksbridge.node.library.Platform;
import io.eksbridge.node.library.ProxyRules;
import io.eksbridge.node.store.LibraryFailure;
import io.eksbridge.parts.Given;
import io.eksbridge.parts.RealProxy;
import io.eksbridge.parts.RealRegistry;
import io.eksbridge.parts.ServingPair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node that reaches its registry through a proxy, which alone knows what the registry's name
/// means: real ones, `tinyproxy` and `docker-registry`.
final class ProxiesTest {
  private static final String NAME = "registry.test";
  private static final String LOGIN = "BasicAuth user word";

  @TempDir Path folder;

  @BeforeEach
  void parts() {
    PrivateMounts.required();
    Given.program("tinyproxy");
    Given.program("docker-registry");
  }

  @Test
  void aRegistryIsAskedThroughItByItsName() throws Exception {
    ServingPair pair = ServingPair.make(folder, NAME);
    try (var registry = new RealRegistry(folder.resolve("registry"), pair);
        var proxy = new RealProxy(folder.resolve("proxy"), NAME)) {
      pulls(client(Map.of("HTTPS_PROXY", "http://" + proxy.host()), pair), registry);

      assertThat(Set.copyOf(proxy.asked()))
          .containsExactly("CONNECT %s:%d HTTP/1.1".formatted(NAME, registry.port()));
    }
  }

  @Test
  void aRegistryWithoutTlsHasTheOtherVariable() throws Exception {
    try (var registry = new RealRegistry(folder.resolve("registry"));
        var proxy = new RealProxy(folder.resolve("proxy"), NAME)) {
      String host = NAME + ":" + registry.port();

      pulls(client(Map.of("HTTP_PROXY", proxy.host()), Set.of(host), Optional.empty()), registry);

      assertThat(proxy.asked())
          .isNotEmpty()
          .allMatch(each -> each.startsWith("GET http://" + host + "/v2/team/lib/"));
    }
  }

  @Test
  void itIsToldWhoAsks() throws Exception {
    ServingPair pair = ServingPair.make(folder, NAME);
    try (var registry = new RealRegistry(folder.resolve("registry"), pair);
        var proxy = new RealProxy(folder.resolve("proxy"), NAME, LOGIN)) {
      pulls(client(Map.of("HTTPS_PROXY", "http://user:word@" + proxy.host()), pair), registry);
    }
  }

  @Test
  void oneThatDoesNotTakeThePasswordIsNotToldItAgainAndAgain() throws Exception {
    ServingPair pair = ServingPair.make(folder, NAME);
    try (var proxy = new RealProxy(folder.resolve("proxy"), NAME, LOGIN)) {
      refused(
          client(Map.of("HTTPS_PROXY", "http://user:wrong@" + proxy.host()), pair),
          reference(443),
          LibraryFault.UNREACHABLE,
          "the registry %s cannot be reached through the proxy %s of HTTPS_PROXY: it answers 401, and wants another name and password"
              .formatted(NAME, proxy.host()));

      assertThat(proxy.asked()).hasSize(2);
    }
  }

  @Test
  void aRegistryWithoutTlsIsNotReachedWithoutThePasswordEither() throws Exception {
    try (var proxy = new RealProxy(folder.resolve("proxy"), NAME, LOGIN)) {
      refused(
          client(Map.of("HTTP_PROXY", proxy.host()), Set.of(NAME + ":5000"), Optional.empty()),
          reference(5000),
          LibraryFault.UNREACHABLE,
          "the registry %s:5000 cannot be reached through the proxy %s of HTTP_PROXY: it answers 407, and wants another name and password"
              .formatted(NAME, proxy.host()));
    }
  }

  @Test
  void whatItAnswersInsteadOfTheRegistryIsSaid() throws Exception {
    try (var proxy = new RealProxy(folder.resolve("proxy"), NAME, "ConnectPort 8443")) {
      refused(
          client(Map.of("HTTPS_PROXY", proxy.host()), ServingPair.make(folder)),
          reference(443),
          LibraryFault.UNREACHABLE,
          "of HTTPS_PROXY: it answers 403");
    }
  }

  @Test
  void oneThatIsNotThereIsNamedWithoutItsPassword() {
    refused(
        client(Map.of("HTTPS_PROXY", "http://user:word@127.0.0.1:9"), Set.of(), Optional.empty()),
        reference(443),
        LibraryFault.UNREACHABLE,
        "the registry %s cannot be reached through the proxy 127.0.0.1:9 of HTTPS_PROXY: ConnectException"
            .formatted(NAME));
  }

  @Test
  void whatTheProxyShowsInsteadOfTheRegistryIsTold() throws Exception {
    ServingPair other = ServingPair.make(folder, "other.test");
    try (var registry = new RealRegistry(folder.resolve("registry"), other);
        var proxy = new RealProxy(folder.resolve("proxy"), NAME)) {
      refused(
          client(Map.of("HTTPS_PROXY", proxy.host()), other),
          reference(registry.port()),
          LibraryFault.UNREACHABLE,
          "shows a certificate that is for another host");
    }
  }

  @Test
  void whomNoProxyNamesIsAskedDirectly() throws Exception {
    try (var proxy = new RealProxy(folder.resolve("proxy"), NAME)) {
      refused(
          client(
              Map.of("HTTPS_PROXY", proxy.host(), "NO_PROXY", "other,.test"),
              Set.of(),
              Optional.empty()),
          reference(443),
          LibraryFault.UNREACHABLE,
          "the registry %s cannot be reached: UnknownHostException".formatted(NAME));

      assertThat(proxy.asked()).isEmpty();
    }
  }

  @Test
  void aPrivateAddressMustBeListedBehindAProxyToo() throws Exception {
    try (var proxy = new RealProxy(folder.resolve("proxy"), NAME);
        var registry =
            new SmallRegistry(
                exchange -> SmallRegistry.redirect(exchange, "https://169.254.169.254/latest"))) {
      RegistryClient client =
          client(Map.of("HTTPS_PROXY", proxy.host()), Set.of(registry.host()), Optional.empty());

      for (ImageReference each :
          List.of(
              registry.image(),
              new ImageReference("10.0.0.1", "team/lib", Optional.of("v1"), Optional.empty()))) {
        refused(client, each, LibraryFault.PRIVATE_ADDRESS, "see --registry-private-hosts");
      }
      assertThat(proxy.asked()).isEmpty();
    }
  }

  @Test
  void aVariableThatNamesNoProxyIsSaid() {
    refused(
        client(Map.of("HTTPS_PROXY", "socks5://127.0.0.1:9"), Set.of(), Optional.empty()),
        reference(443),
        LibraryFault.STORAGE,
        "HTTPS_PROXY must be http://");
  }

  @Test
  void oneThatSaysNothingOrTricklesIsNotWaitedFor() throws Exception {
    String tunnel = "HTTP/1.1 200 Connection established\r\n\r\n";
    for (int atOnce : new int[] {0, 9, tunnel.length()}) {
      try (var proxy = new Trickling(tunnel + "x".repeat(100), atOnce, 150)) {
        refused(
            new RegistryClient(
                hosts(Map.of("HTTPS_PROXY", proxy.host()), Set.of(), Optional.empty()),
                new Credentials(Path.of("/none"), Map.of()),
                new Platform("linux", "amd64"),
                Duration.ofMinutes(1),
                Duration.ofMillis(300)),
            reference(443),
            LibraryFault.UNREACHABLE,
            "the registry %s is too slow".formatted(NAME));
      }
    }
  }

  private void pulls(RegistryClient client, RealRegistry registry) throws Exception {
    Path layer = Files.writeString(folder.resolve("layer"), "a layer");
    registry.image("team/lib", "v1", "amd64", "tar", List.of(layer));
    Image image = client.image(reference(registry.port()));
    try (Blob blob =
        client.layer(
            reference(registry.port()),
            image.layers().getFirst(),
            Instant.now().plusSeconds(60),
            _ -> {})) {
      assertThat(blob.readAllBytes()).asString().isEqualTo("a layer");
    }
  }

  private static void refused(
      RegistryClient client, ImageReference image, LibraryFault fault, String words) {
    assertThatThrownBy(() -> client.image(image))
        .isInstanceOfSatisfying(
            LibraryFailure.class,
            failure -> {
              assertThat(failure.problem().fault()).isEqualTo(fault);
              assertThat(failure.getMessage())
                  .contains(words)
                  .doesNotContain("user:word")
                  .doesNotContain("wrong");
            });
  }

  private static RegistryClient client(Map<String, String> variables, ServingPair pair) {
    return client(variables, Set.of(), Optional.of(pair.certificate()));
  }

  private static RegistryClient client(
      Map<String, String> variables, Set<String> plain, Optional<Path> authorities) {
    return new RegistryClient(
        hosts(variables, plain, authorities),
        new Credentials(Path.of("/none"), Map.of()),
        new Platform("linux", "amd64"));
  }

  private static Hosts hosts(
      Map<String, String> variables, Set<String> plain, Optional<Path> authorities) {
    return new Hosts(Set.of(), plain, authorities, ProxyRules.of(variables));
  }

  private static ImageReference reference(int port) {
    String host = port == 443 ? NAME : NAME + ":" + port;
    return new ImageReference(host, "team/lib", Optional.of("v1"), Optional.empty());
  }
}

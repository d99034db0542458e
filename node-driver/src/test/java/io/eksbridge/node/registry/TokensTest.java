// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.eksbridge.node.library.Platform;
import io.eksbridge.node.library.ProxyRules;
import io.eksbridge.node.store.LibraryFailure;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A registry that wants a token, and the server that gives one for what is exactly right.
final class TokensTest {
  private static final String IDENTITY = "0.AXk/identity+of==";
  private static final String BASIC =
      "Basic " + Base64.getEncoder().encodeToString("user:word".getBytes(StandardCharsets.UTF_8));

  @TempDir Path folder;

  private final String token = UUID.randomUUID().toString();
  private String challenge = "Bearer realm=\"%s\",service=\"the service\",scope=\"any\"";
  private SmallRegistry registry;

  @BeforeEach
  void begin() throws IOException {
    registry = new SmallRegistry(this::answers);
  }

  @AfterEach
  void end() {
    registry.close();
  }

  private boolean answers(HttpExchange exchange) throws IOException {
    if (exchange.getRequestURI().getPath().equals("/token")) {
      return rightly(exchange)
          ? SmallRegistry.answer(
              exchange,
              200,
              "{\"access_token\":\"%s\"}".formatted(token).getBytes(StandardCharsets.UTF_8))
          : SmallRegistry.answer(exchange, 400, SmallRegistry.NONE);
    }
    return !SmallRegistry.shown(exchange).equals("Bearer " + token)
        && SmallRegistry.challenge(
            exchange, challenge.formatted("http://" + registry.host() + "/token"));
  }

  /// A name and a password come as the distribution's token specification has it, an identity as
  /// its OAuth 2 one.
  private static boolean rightly(HttpExchange exchange) throws IOException {
    String query = String.valueOf(exchange.getRequestURI().getRawQuery());
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, String> asked =
        Map.of("service", "the service", "scope", "repository:team/lib:pull");
    return switch (exchange.getRequestMethod()) {
      case "GET" -> form(query).equals(asked) && SmallRegistry.shown(exchange).equals(BASIC);
      case "POST" -> {
        Map<String, String> form = form(body);
        boolean named = !String.valueOf(form.remove("client_id")).isEmpty();
        boolean refresh = "refresh_token".equals(form.remove("grant_type"));
        boolean identity = IDENTITY.equals(form.remove("refresh_token"));
        yield named
            && refresh
            && identity
            && form.equals(asked)
            && query.equals("null")
            && "application/x-www-form-urlencoded"
                .equals(exchange.getRequestHeaders().getFirst("Content-Type"))
            && SmallRegistry.shown(exchange).equals("null");
      }
      default -> false;
    };
  }

  private static Map<String, String> form(String text) {
    Map<String, String> form = new TreeMap<>();
    for (String each : Arrays.asList(text.split("&", -1))) {
      int equals = each.indexOf('=');
      form.put(
          each.substring(0, Math.max(0, equals)),
          URLDecoder.decode(each.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return form;
  }

  @Test
  void anIdentityIsExchangedForAToken() throws IOException {
    configure("\"auth\":\"%s\",\"identitytoken\":\"%s\"".formatted(ANYBODY, IDENTITY));

    assertThat(client().image(registry.image()).layers()).hasSize(1);
  }

  /// What a login by an identity writes: a user who is none, without a password.
  private static final String ANYBODY =
      Base64.getEncoder()
          .encodeToString("00000000-0000-0000-0000-000000000000:".getBytes(StandardCharsets.UTF_8));

  @Test
  void anotherIdentityIsReadWithoutARestart() throws IOException {
    configure("\"identitytoken\":\"that was taken back\"");
    RegistryClient client = client();
    assertThatThrownBy(() -> client.image(registry.image()))
        .isInstanceOf(LibraryFailure.class)
        .hasMessageNotContaining("taken back")
        .hasMessageContaining("answers 400");

    configure("\"identitytoken\":\"%s\"".formatted(IDENTITY));

    assertThat(client.image(registry.image()).layers()).hasSize(1);
  }

  @Test
  void aTokenOfTheConfigurationIsShownAsItIs() throws IOException {
    configure("\"registrytoken\":\"%s\"".formatted(token));

    assertThat(client().image(registry.image()).layers()).hasSize(1);
    assertThat(registry.asked()).noneMatch(each -> each.contains("/token"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer realm=\"%s\",service=\"the service\",scope=\"any\"",
        "bearer service=\"the service\", realm=\"%s\"",
        "Bearer scope=\"any\",realm=\"%s\",service=\"the service\",error=\"insufficient_scope\""
      })
  void aChallengeIsUnderstoodHoweverItIsWritten(String written) throws IOException {
    challenge = written;
    configure("\"auth\":\"%s\"".formatted(BASIC.substring("Basic ".length())));

    assertThat(client().image(registry.image()).layers()).hasSize(1);
  }

  private void configure(String entry) throws IOException {
    Files.writeString(
        folder.resolve("config.json"),
        "{\"auths\":{\"%s\":{%s}}}".formatted(registry.host(), entry));
  }

  private RegistryClient client() {
    return new RegistryClient(
        new Hosts(Set.of(), Set.of(registry.host()), Optional.empty(), ProxyRules.of(Map.of())),
        new Credentials(folder, Map.of()),
        new Platform("linux", "amd64"));
  }
}

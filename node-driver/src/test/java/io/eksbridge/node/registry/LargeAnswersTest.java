// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.eksbridge.node.library.Platform;
import io.eksbridge.node.library.ProxyRules;
import io.eksbridge.node.store.LibraryFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Answers that are larger than the driver's memory.
final class LargeAnswersTest {
  private static final long LARGE = 256L << 20;

  private final CompletableFuture<Boolean> cut = new CompletableFuture<>();

  @ParameterizedTest
  @CsvSource({
    "200, /v2/, its manifest is no manifest",
    "500, /v2/, answers 500",
    "200, /token, cannot be reached",
    "500, /token, answers 500"
  })
  void ofAnAnswerNoMoreIsReadThanItMayBe(int status, String where, String words) throws Exception {
    try (var registry =
        new SmallRegistry(
            exchange -> {
              String path = exchange.getRequestURI().getPath();
              return path.startsWith(where)
                  ? large(exchange, status)
                  : SmallRegistry.challenge(
                      exchange,
                      "Bearer realm=\"http://%s/token\""
                          .formatted(exchange.getRequestHeaders().getFirst("Host")));
            })) {
      var client =
          new RegistryClient(
              new Hosts(
                  Set.of(), Set.of(registry.host()), Optional.empty(), ProxyRules.of(Map.of())),
              new Credentials(Path.of("/none"), Map.of()),
              new Platform("linux", "amd64"));

      assertThatThrownBy(() -> client.image(registry.image()))
          .isInstanceOfSatisfying(
              LibraryFailure.class,
              failure -> assertThat(failure.getMessage()).contains(words).hasSizeLessThan(200));

      assertThat(cut.get()).as("the rest was not taken").isTrue();
    }
  }

  private boolean large(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, LARGE);
    var piece = new byte[1 << 20];
    try {
      for (long sent = 0; sent < LARGE; sent += piece.length) {
        exchange.getResponseBody().write(piece);
      }
      cut.complete(false);
    } catch (IOException _) {
      cut.complete(true);
    }
    return true;
  }
}

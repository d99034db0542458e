// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.sync.plan.TokenRules.Hold;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenRulesTest {
  private static final String GOOD = "Zk3vQ9xW1pLr7TnB5cYd8HsJ2mGf4KaE";

  @Test
  void aTokenOfThirtyTwoCharactersIsSpread() {
    assertThat(GOOD).hasSize(TokenRules.SHORTEST_TOKEN);
    assertThat(TokenRules.token(GOOD)).isEmpty();
  }

  @Test
  void aTokenOfThirtyOneCharactersIsHeld() {
    assertThat(TokenRules.token(GOOD.substring(1))).contains(Hold.SHORT);
  }

  @Test
  void aLineEndAtTheEndOfATokenIsWhiteSpace() {
    assertThat(TokenRules.token(GOOD + "\n")).contains(Hold.WHITE_SPACE);
  }

  @ParameterizedTest
  @CsvSource({
    "'', EMPTY",
    "'Zk3vQ9xW1pLr7TnB5cYd 8HsJ2mGf4KaE', WHITE_SPACE",
    "Zk3vQ9xW1pLr7TnB5cYd8HsJ2mGf4KaÉ, NOT_PRINTABLE",
    "MISSING, PLACEHOLDER",
    "PUT_A_TOKEN_OF_32_CHARACTERS_HERE, PLACEHOLDER",
    "change-me-to-a-token-of-32-characters, PLACEHOLDER",
    "<cluster-agent-token-of-32-characters>, PLACEHOLDER",
    "'${CLUSTER_AGENT_TOKEN_OF_THE_CLUSTER}', PLACEHOLDER",
    "'{{cluster_agent_token_of_the_cluster}}', PLACEHOLDER",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx, PLACEHOLDER",
  })
  void aBadTokenIsHeldByTheRuleThatItBreaks(String token, Hold rule) {
    assertThat(TokenRules.token(token)).contains(rule);
  }

  @ParameterizedTest
  @CsvSource({"'', EMPTY", "' ', WHITE_SPACE", "'0123 4567', WHITE_SPACE"})
  void anApiKeyIsNeitherEmptyNorHasWhiteSpace(String key, Hold rule) {
    assertThat(TokenRules.apiKey(key)).contains(rule);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0123456789abcdef0123456789abcdef", "short"})
  void anApiKeyMayHaveAnyLength(String key) {
    assertThat(TokenRules.apiKey(key)).isEmpty();
  }
}

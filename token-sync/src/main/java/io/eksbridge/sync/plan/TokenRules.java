// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

import java.util.Optional;
import java.util.regex.Pattern;

/// What a value must be before it is spread: the cluster agent refuses a shorter token, and a token
/// with white space can never match its header.
public final class TokenRules {
  /// The cluster agent's own limit.
  public static final int SHORTEST_TOKEN = 32;

  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          "(?i)missing|(change|replace)[-_]?me.*|put[-_]a[-_].*|your[-_].*|example.*|placeholder.*|<.*>|\\$\\{.*}|\\{\\{.*}}|(.)\\2*");

  private TokenRules() {}

  /// Why a source is held: the label of the metric, the key of the log, the event's reason.
  public enum Hold {
    /// No Secret of that name.
    SECRET_ABSENT("the Secret is absent"),
    /// The Secret has no such key.
    KEY_ABSENT("the Secret has no such key"),
    /// Nothing in it.
    EMPTY("the value is empty"),
    /// Shorter than the cluster agent takes.
    SHORT("the value is shorter than " + SHORTEST_TOKEN + " characters"),
    /// A blank or a line's end, often of `echo` before base64.
    WHITE_SPACE("the value has white space"),
    /// Not fit for an HTTP header.
    NOT_PRINTABLE("the value has characters that a header cannot carry"),
    /// Somebody's example.
    PLACEHOLDER("the value is a placeholder");

    private final String sentence;

    Hold(String sentence) {
      this.sentence = sentence;
    }

    /// For people.
    public String sentence() {
      return sentence;
    }
  }

  /// What is wrong with a cluster agent's token, if anything.
  public static Optional<Hold> token(String value) {
    return apiKey(value)
        .or(() -> hold(PLACEHOLDER.matcher(value).matches(), Hold.PLACEHOLDER))
        .or(() -> hold(value.length() < SHORTEST_TOKEN, Hold.SHORT));
  }

  /// What is wrong with an API key, if anything.
  public static Optional<Hold> apiKey(String value) {
    return hold(value.isEmpty(), Hold.EMPTY)
        .or(() -> hold(value.chars().anyMatch(Character::isWhitespace), Hold.WHITE_SPACE))
        .or(() -> hold(value.chars().anyMatch(c -> c < 0x21 || c > 0x7e), Hold.NOT_PRINTABLE));
  }

  private static Optional<Hold> hold(boolean broken, Hold rule) {
    return broken ? Optional.of(rule) : Optional.empty();
  }
}

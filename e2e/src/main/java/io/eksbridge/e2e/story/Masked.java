// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.story;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/// A secret value as it may be shown: enough to tell two apart, too little to use.
final class Masked {
  private static final int SHOWN = 2;

  private Masked() {}

  static String of(String value) {
    int length = value.length();
    return length < 8 * SHOWN
        ? length + " characters"
        : length
            + " characters, "
            + value.substring(0, SHOWN)
            + "…"
            + value.substring(length - SHOWN);
  }

  /// The value of `key` in a Secret, in the clear.
  static String value(JsonNode secret, String key) {
    byte[] bytes = Base64.getDecoder().decode(secret.path("data").path(key).asText());
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static String encoded(String value) {
    return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
  }

  /// A new value of 32 characters.
  static String fresh(SecureRandom random) {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}

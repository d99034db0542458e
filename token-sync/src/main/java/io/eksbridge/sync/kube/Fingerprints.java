// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.kube;

import io.eksbridge.sync.Names;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Tells whether values are the same without keeping them.
///
/// The fingerprint on a copy must be the same after a restart: its key is derived from the token,
/// which the rules make at least 32 characters long, and it covers the API key too. So whoever can
/// compute it, or confirm a guess with it, has the token already; a plain hash of the API key could
/// be tried against leaked keys, this cannot. It is cut to 64 bits, so that it does not even pin
/// the values down.
@Singleton
public final class Fingerprints {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int FINGERPRINT = 8;

  /// What a token is remembered by: only who has it can compute it.
  public String token(String token) {
    byte[] mac =
        mac(token.getBytes(StandardCharsets.UTF_8), Names.TOKEN.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(mac, 0, FINGERPRINT);
  }

  /// The fingerprint of what a copy is made from, by the copy's keys.
  public String fingerprint(Map<String, String> values) {
    byte[] token = values.getOrDefault(Names.TOKEN, "").getBytes(StandardCharsets.UTF_8);
    byte[] key = mac(token, Names.FINGERPRINT_ANNOTATION.getBytes(StandardCharsets.UTF_8));
    var text = new StringBuilder();
    new TreeMap<>(values)
        .forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
    byte[] whole = mac(key, text.toString().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(whole, 0, FINGERPRINT);
  }

  private static byte[] mac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, ALGORITHM));
      return mac.doFinal(message);
    } catch (GeneralSecurityException never) {
      throw new IllegalStateException("each Java has " + ALGORITHM, never);
    }
  }
}

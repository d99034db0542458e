// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A private key in PEM, in any of the three forms that are written today (PKCS#8, PKCS#1, SEC 1).
/// Read by the JDK alone: what does so for all forms is a signed library, and to check its
/// signature took a fifth of the webhook's start.
final class PrivateKeyText {
  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

  private PrivateKeyText() {}

  /// Reads the first key in `pem`, which is to belong to `open`.
  static PrivateKey read(String pem, PublicKey open) throws IOException, GeneralSecurityException {
    Matcher key = KEY.matcher(pem);
    if (!key.find()) {
      throw new IOException(
          pem.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----")
              ? "the private key in it is encrypted"
              : "there is no private key in it");
    }
    byte[] bytes;
    try {
      bytes = Base64.getMimeDecoder().decode(key.group(2));
    } catch (IllegalArgumentException cut) {
      throw new IOException("the private key in it is cut off", cut);
    }
    byte[] whole = key.group(1).equals("PRIVATE KEY") ? bytes : wrapped(bytes, open);
    if (!Arrays.equals(kind(new Der(whole).inside().after()), kind(algorithm(open)))) {
      throw new KeyOfAnother();
    }
    try {
      return KeyFactory.getInstance(open.getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(whole));
    } catch (InvalidKeySpecException damaged) {
      throw new IOException("the private key in it is damaged", damaged);
    }
  }

  /// The point that a key on a curve carries beside its secret, as most writers put it there.
  static Optional<byte[]> point(PrivateKey key) {
    Der part = new Der(key.getEncoded()).inside().after().after().inside().inside();
    while (part.there() && !part.is(Der.SECOND_CHOICE)) {
      part = part.after();
    }
    return part.there() ? Optional.of(part.inside().content()) : Optional.empty();
  }

  /// The point of a public key on a curve, in the same form.
  static byte[] point(PublicKey key) {
    return new Der(key.getEncoded()).inside().after().content();
  }

  private static Der algorithm(PublicKey key) {
    return new Der(key.getEncoded()).inside();
  }

  private static byte[] kind(Der algorithm) {
    return algorithm.inside().whole();
  }

  /// The older forms hold no word on what they are keys of; the certificate's own key says it in
  /// the same words as PKCS#8.
  private static byte[] wrapped(byte[] key, PublicKey open) {
    var content = new ByteArrayOutputStream();
    content.writeBytes(new byte[] {Der.INTEGER, 1, 0});
    content.writeBytes(algorithm(open).whole());
    content.writeBytes(Der.of(Der.OCTETS, key));
    return Der.of(Der.SEQUENCE, content.toByteArray());
  }

  /// Certificate and key do not belong together.
  static final class KeyOfAnother extends GeneralSecurityException {
    private static final long serialVersionUID = 1;

    KeyOfAnother() {
      super("certificate and key do not belong together");
    }
  }
}

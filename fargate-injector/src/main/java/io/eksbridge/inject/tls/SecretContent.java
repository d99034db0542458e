// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.inject.certificate.Authority;
import io.eksbridge.inject.certificate.Held;
import io.eksbridge.inject.certificate.Pair;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// What the Secret's keys mean.
public final class SecretContent {
  private static final String CURRENT_AUTHORITY = "ca.crt";
  private static final String PREVIOUS = "previous-ca.crt";
  private static final int DNS_NAME = 2;

  private SecretContent() {}

  /// The pairs in the `data` of a Secret, judged as serving certificates of `name`.
  public static Held read(JsonNode data, String name) {
    return new Held(
        pair(data, "tls.crt", "tls.key", CURRENT_AUTHORITY, name),
        pair(data, "next.crt", "next.key", "next-ca.crt", name),
        authorities(text(data, PREVIOUS)));
  }

  /// The `data` of a Secret that holds them.
  public static ObjectNode write(Held held) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    held.serving().ifPresent(each -> put(data, each, "tls.crt", "tls.key", CURRENT_AUTHORITY));
    held.next().ifPresent(each -> put(data, each, "next.crt", "next.key", "next-ca.crt"));
    if (!held.previous().isEmpty()) {
      put(data, PREVIOUS, String.join("", held.previous().stream().map(Authority::pem).toList()));
    }
    return data;
  }

  /// The certificates in a bundle, as far as they are some.
  public static List<Authority> authorities(String bundle) {
    var authorities = new ArrayList<Authority>();
    try {
      for (X509Certificate each : certificates(bundle)) {
        authorities.add(new Authority(pem(each), each.getNotAfter().toInstant()));
      }
      return authorities;
    } catch (GeneralSecurityException unreadable) { // nobody's certificate: nobody is trusted by it
      return List.of();
    }
  }

  private static Optional<Pair> pair(
      JsonNode data, String certificate, String key, String authority, String name) {
    String leaf = text(data, certificate);
    if (leaf.isEmpty()) {
      return Optional.empty();
    }
    try {
      Pem pem = Pem.read(leaf, text(data, key));
      X509Certificate signer = certificates(text(data, authority)).getFirst();
      pem.chain().getFirst().verify(signer.getPublicKey());
      return Optional.of(
          new Pair(
              leaf,
              text(data, key),
              new Authority(pem(signer), signer.getNotAfter().toInstant()),
              pem.expiry(),
              names(pem.chain().getFirst()).contains(name)));
    } catch (GeneralSecurityException | IOException | RuntimeException damaged) { // of any kind
      return Optional.of(new Pair("", "", new Authority("", Instant.EPOCH), Instant.EPOCH, false));
    }
  }

  private static List<String> names(X509Certificate certificate)
      throws CertificateParsingException {
    var names = certificate.getSubjectAlternativeNames();
    return names == null
        ? List.of()
        : names.stream()
            .filter(each -> each.getFirst().equals(DNS_NAME))
            .map(each -> String.valueOf(each.get(1)))
            .toList();
  }

  private static List<X509Certificate> certificates(String pem) throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem.getBytes(ISO_8859_1)))
        .stream()
        .map(X509Certificate.class::cast)
        .toList();
  }

  private static String pem(X509Certificate certificate) throws GeneralSecurityException {
    String encoded =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
    return "-----BEGIN CERTIFICATE-----\n" + encoded + "\n-----END CERTIFICATE-----\n";
  }

  private static void put(
      ObjectNode data, Pair pair, String certificate, String key, String authority) {
    put(data, certificate, pair.certificate());
    put(data, key, pair.key());
    put(data, authority, pair.authority().pem());
  }

  private static void put(ObjectNode data, String key, String text) {
    data.put(key, Base64.getEncoder().encodeToString(text.getBytes(ISO_8859_1)));
  }

  private static String text(JsonNode data, String key) {
    try {
      return new String(Base64.getDecoder().decode(data.path(key).asText("")), ISO_8859_1);
    } catch (IllegalArgumentException noBase64) { // which the API server does not let through
      return "";
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A certificate chain and its key, read from PEM and seen to belong together.
///
/// @param chain the serving certificate first
/// @param key in any of the three forms that are written today (PKCS#8, PKCS#1, SEC 1)
public record Pem(List<X509Certificate> chain, PrivateKey key) {
  private static final char[] NO_PASSWORD = {};

  /// Reads both.
  public static Pem read(String certificate, String key)
      throws GeneralSecurityException, IOException {
    var chain =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(certificate.getBytes(ISO_8859_1)))
            .stream()
            .map(X509Certificate.class::cast)
            .toList();
    if (chain.isEmpty()) {
      throw new IOException("there is no certificate in it");
    }
    var pem = new Pem(chain, PrivateKeyText.read(key, chain.getFirst().getPublicKey()));
    if (!pem.belongsTogether()) {
      throw new PrivateKeyText.KeyOfAnother();
    }
    return pem;
  }

  /// When the serving certificate ends.
  public Instant expiry() {
    return chain.getFirst().getNotAfter().toInstant();
  }

  /// For whoever serves it; nothing in it is encrypted, as it never leaves the process.
  public KeyStore keyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("JKS"); // PKCS#12 derives keys for a tenth of a second
    store.load(null, NO_PASSWORD);
    store.setKeyEntry("serving", key, NO_PASSWORD, chain.toArray(new X509Certificate[0]));
    return store;
  }

  /// What opens the entry of a [#keyStore()].
  public static char[] password() {
    return NO_PASSWORD.clone();
  }

  /// Compares what key and certificate say of themselves, which costs nothing; makes a signature
  /// where the key says nothing.
  private boolean belongsTogether() throws GeneralSecurityException {
    PublicKey open = chain.getFirst().getPublicKey();
    if (key instanceof RSAPrivateKey closed && open instanceof RSAPublicKey other) {
      return closed.getModulus().equals(other.getModulus());
    }
    boolean curve = key.getAlgorithm().equals("EC");
    Optional<byte[]> point = curve ? PrivateKeyText.point(key) : Optional.empty();
    return point.isPresent()
        ? Arrays.equals(point.get(), PrivateKeyText.point(open))
        : signs(curve ? "SHA256withECDSA" : key.getAlgorithm(), open);
  }

  private boolean signs(String algorithm, PublicKey open) throws GeneralSecurityException {
    byte[] probe = chain.getFirst().getEncoded();
    Signature signer = Signature.getInstance(algorithm);
    signer.initSign(key);
    signer.update(probe);
    byte[] signature = signer.sign();
    signer.initVerify(open);
    signer.update(probe);
    return signer.verify(signature);
  }

  @Override
  public String toString() {
    return "a certificate that ends " + expiry() + ", and its key";
  }
}

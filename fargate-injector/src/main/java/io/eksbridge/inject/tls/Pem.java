// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

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
    var pem = new Pem(chain, key(key));
    if (!pem.belongsTogether()) {
      throw new GeneralSecurityException("certificate and key do not belong together");
    }
    return pem;
  }

  /// When the serving certificate ends.
  public Instant expiry() {
    return chain.getFirst().getNotAfter().toInstant();
  }

  /// As the JDK serves it.
  public KeyStore keyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    store.setKeyEntry("serving", key, NO_PASSWORD, chain.toArray(new X509Certificate[0]));
    return store;
  }

  private static PrivateKey key(String pem) throws IOException {
    try (var parser = new PEMParser(new StringReader(pem))) {
      for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
        switch (part) {
          case PrivateKeyInfo key -> {
            return new JcaPEMKeyConverter().getPrivateKey(key);
          }
          case PEMKeyPair pair -> {
            return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
          }
          default -> {} // the parameters of a curve come before its key
        }
      }
    }
    throw new IOException("there is no private key in it");
  }

  private boolean belongsTogether() throws GeneralSecurityException {
    PublicKey open = chain.getFirst().getPublicKey();
    if (!open.getAlgorithm().equals(key.getAlgorithm())) {
      return false;
    }
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
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

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.webhook;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/// A certificate for 127.0.0.1, signed by itself, with a serial number to tell it by.
record TestCertificate(X509Certificate certificate, KeyPair keys) {
  static TestCertificate ec(long serial, Instant expiry) {
    return make("EC", serial, expiry);
  }

  static TestCertificate rsa(long serial, Instant expiry) {
    return make("RSA", serial, expiry);
  }

  void write(Path certificateFile, Path keyFile) throws IOException {
    Files.writeString(certificateFile, pem(certificate));
    Files.writeString(keyFile, pkcs8());
  }

  String certificatePem() throws IOException {
    return pem(certificate);
  }

  String pkcs8() throws IOException {
    return pem(new JcaPKCS8Generator(keys.getPrivate(), null));
  }

  /// PKCS#1 for RSA, SEC 1 for an elliptic curve.
  String traditional() throws IOException {
    return switch (keys.getPrivate()) {
      case ECPrivateKey key -> // with its curve, as openssl and Go write it
          pem(
              new PemObject(
                  "EC PRIVATE KEY",
                  new org.bouncycastle.asn1.sec.ECPrivateKey(
                          256, key.getS(), SECObjectIdentifiers.secp256r1)
                      .getEncoded()));
      case PrivateKey key -> pem(key);
    };
  }

  private static String pem(Object part) throws IOException {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(part);
    }
    return text.toString();
  }

  private static TestCertificate make(String algorithm, long serial, Instant expiry) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (algorithm.equals("EC")) {
        generator.initialize(new ECGenParameterSpec("secp256r1"));
      }
      KeyPair keys = generator.generateKeyPair();
      var name = new X500Principal("CN=test");
      var builder =
          new JcaX509v3CertificateBuilder(
              name,
              BigInteger.valueOf(serial),
              Date.from(expiry.minus(Duration.ofDays(365))),
              Date.from(expiry),
              name,
              keys.getPublic());
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
      String signature = algorithm.equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
      var signer = new JcaContentSignerBuilder(signature).build(keys.getPrivate());
      return new TestCertificate(
          new JcaX509CertificateConverter().getCertificate(builder.build(signer)), keys);
    } catch (GeneralSecurityException | OperatorCreationException | IOException impossible) {
      throw new AssertionError(impossible);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.tls;

import io.eksbridge.inject.certificate.Authority;
import io.eksbridge.inject.certificate.Pair;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/// Makes a certificate and an authority for it alone, whose key is forgotten once it has signed: no
/// key that could sign another lies anywhere.
public final class Issuer {
  private static final Duration SKEW = Duration.ofMinutes(5); // clocks that are behind
  private static final int SERIAL_BITS = 127;

  private final SecureRandom random = new SecureRandom();

  /// A pair for the DNS name `name` that ends after `lifetime`.
  public Pair issue(String name, Instant now, Duration lifetime) {
    Instant end = now.plus(lifetime);
    try {
      KeyPair signing = keys();
      KeyPair serving = keys();
      BigInteger serial = serial();
      var issuer =
          new X500Principal(
              "CN=eksbridge-injector " + serial.toString(Character.MAX_RADIX)); // one of its kind
      var extensions = new JcaX509ExtensionUtils();
      X509v3CertificateBuilder authority =
          builder(issuer, serial, now, end, issuer, signing)
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
              .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign))
              .addExtension(
                  Extension.subjectKeyIdentifier,
                  false,
                  extensions.createSubjectKeyIdentifier(signing.getPublic()));
      X509v3CertificateBuilder certificate =
          builder(issuer, serial(), now, end, new X500Principal("CN=fargate-injector"), serving)
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
              .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
              .addExtension(
                  Extension.extendedKeyUsage,
                  false,
                  new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
              .addExtension(
                  Extension.authorityKeyIdentifier,
                  false,
                  extensions.createAuthorityKeyIdentifier(signing.getPublic()))
              .addExtension(
                  Extension.subjectAlternativeName,
                  false,
                  new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
      return new Pair(
          pem(signed(certificate, signing)),
          pem(new PemObject("PRIVATE KEY", encoded(serving))),
          new Authority(pem(signed(authority, signing)), end),
          end,
          true);
    } catch (GeneralSecurityException | OperatorCreationException | IOException impossible) {
      throw new IllegalStateException("the JDK makes no ECDSA certificates", impossible);
    }
  }

  private JcaX509v3CertificateBuilder builder(
      X500Principal issuer,
      BigInteger serial,
      Instant now,
      Instant end,
      X500Principal subject,
      KeyPair keys) {
    return new JcaX509v3CertificateBuilder(
        issuer, serial, Date.from(now.minus(SKEW)), Date.from(end), subject, keys.getPublic());
  }

  private BigInteger serial() {
    return new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE);
  }

  private static KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  /// PKCS#8 with the point beside the secret, which the JDK leaves out: so whoever reads both files
  /// sees without a signature that they belong together.
  private static byte[] encoded(KeyPair keys) throws IOException {
    var open = SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
    var secret = (ECPrivateKey) keys.getPrivate();
    int bits = secret.getParams().getOrder().bitLength();
    var key =
        new org.bouncycastle.asn1.sec.ECPrivateKey(
            bits, secret.getS(), open.getPublicKeyData(), null);
    return new PrivateKeyInfo(open.getAlgorithm(), key).getEncoded();
  }

  private static X509Certificate signed(X509v3CertificateBuilder certificate, KeyPair by)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(
            certificate.build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(by.getPrivate())));
  }

  private static String pem(Object part) throws IOException {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(part);
    }
    return text.toString();
  }
}

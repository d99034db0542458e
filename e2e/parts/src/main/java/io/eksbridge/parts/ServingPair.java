// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.parts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.UUID;

/// A certificate for the loopback and its key, both PEM, valid for a day.
///
/// @param certificate signed by itself: also what a client trusts
/// @param key its key, PKCS 8
public record ServingPair(Path certificate, Path key) {

  /// Makes a new pair in `folder` with the JDK's keytool.
  public static ServingPair make(Path folder) throws IOException, InterruptedException {
    return make(folder, "localhost");
  }

  /// The same for the loopback under that name.
  public static ServingPair make(Path folder, String name)
      throws IOException, InterruptedException {
    String password = UUID.randomUUID().toString();
    Path store = folder.resolve("serving.p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    var command =
        new ProcessBuilder(
            keytool.toString(),
            "-genkeypair",
            "-alias",
            "serving",
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-dname",
            "CN=fargate-injector",
            "-ext",
            "san=ip:127.0.0.1,dns:" + name,
            "-validity",
            "1",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass:env",
            "STORE_PASSWORD");
    command.environment().put("STORE_PASSWORD", password);
    Process process = command.redirectErrorStream(true).start();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("keytool: " + said);
    }
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore pair = KeyStore.getInstance("PKCS12");
      pair.load(in, password.toCharArray());
      byte[] certificate = pair.getCertificate("serving").getEncoded();
      byte[] key = pair.getKey("serving", password.toCharArray()).getEncoded();
      return new ServingPair(
          Files.writeString(folder.resolve("tls.crt"), pem("CERTIFICATE", certificate)),
          Files.writeString(folder.resolve("tls.key"), pem("PRIVATE KEY", key)));
    } catch (GeneralSecurityException unreadable) {
      throw new IOException("cannot read what keytool made", unreadable);
    } finally {
      Files.delete(store);
    }
  }

  private static String pem(String type, byte[] encoded) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    return "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n";
  }
}

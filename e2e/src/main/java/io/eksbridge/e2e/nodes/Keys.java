// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.nodes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/// A key and a certificate of its own making, as the cluster agent has.
final class Keys {
  private Keys() {}

  /// A PKCS #12 file in base64; its password is the stand-in's.
  static String make(Path folder) throws IOException, InterruptedException {
    Path keys = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "cluster-agent",
                "-storetype",
                "PKCS12",
                "-dname",
                "CN=datadog-cluster-agent",
                "-storepass",
                "stand-in",
                "-keystore",
                keys.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool: " + said);
    }
    return Base64.getEncoder().encodeToString(Files.readAllBytes(keys));
  }
}

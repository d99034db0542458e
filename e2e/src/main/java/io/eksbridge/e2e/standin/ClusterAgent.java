// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.standin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// The cluster agent: HTTPS on 5005, 200 for its token (`DD_CLUSTER_AGENT_AUTH_TOKEN`), 403 for
/// another, 401 without one.
final class ClusterAgent {
  private static final int PORT = 5005;
  private static final int PATIENCE_MILLIS = 5_000;
  private static final String AUTHORIZATION = "authorization:";
  private static final char[] PASSWORD = "stand-in".toCharArray(); // the file is the test's own

  private ClusterAgent() {}

  /// Serves with the key of a PKCS #12 file.
  static void serve(Path keys, Map<String, String> environment) throws Exception {
    String wanted = "Bearer " + environment.getOrDefault("DD_CLUSTER_AGENT_AUTH_TOKEN", "");
    try (ServerSocket server = context(keys).getServerSocketFactory().createServerSocket(PORT)) {
      StandIn.say("listening");
      while (true) {
        Socket caller = server.accept();
        Thread.ofPlatform().daemon().start(() -> answer(caller, wanted));
      }
    }
  }

  /// One request for each connection. A probe that connects and says nothing is no caller.
  private static void answer(Socket caller, String wanted) {
    try (caller) {
      caller.setSoTimeout(PATIENCE_MILLIS);
      var lines =
          new BufferedReader(
              new InputStreamReader(caller.getInputStream(), StandardCharsets.US_ASCII));
      String request = lines.readLine();
      String given = "";
      for (String line = request; line != null && !line.isEmpty(); line = lines.readLine()) {
        if (line.regionMatches(true, 0, AUTHORIZATION, 0, AUTHORIZATION.length())) {
          given = line.substring(AUTHORIZATION.length()).strip();
        }
      }
      if (request != null) {
        int code =
            !request.startsWith("GET /version ")
                ? 404
                : given.isEmpty() ? 401 : given.equals(wanted) ? 200 : 403;
        StandIn.say("version " + code);
        String answer = "HTTP/1.1 " + code + " -\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        caller.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException gone) {
      // whoever it was asks again
    }
  }

  private static SSLContext context(Path keys) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(keys)) {
      store.load(file, PASSWORD);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}

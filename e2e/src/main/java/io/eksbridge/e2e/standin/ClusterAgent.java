// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.standin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// The cluster agent: HTTPS on 5005, 200 for its token (`DD_CLUSTER_AGENT_AUTH_TOKEN`), 403 for
/// another, 401 without one.
final class ClusterAgent {
  private static final int PORT = 5005;
  private static final char[] PASSWORD = "stand-in".toCharArray(); // the file is the test's own

  private ClusterAgent() {}

  /// Serves with the key of a PKCS #12 file.
  static void serve(Path keys, Map<String, String> environment) throws Exception {
    String wanted = "Bearer " + environment.getOrDefault("DD_CLUSTER_AGENT_AUTH_TOKEN", "");
    HttpsServer server = HttpsServer.create(new InetSocketAddress(PORT), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
    // Without it one caller that connects and says nothing, as a probe does, keeps all others out.
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/version", exchange -> answer(exchange, wanted));
    server.start();
    StandIn.say("listening");
  }

  private static void answer(HttpExchange exchange, String wanted) throws IOException {
    try (exchange) {
      String given = exchange.getRequestHeaders().getFirst("Authorization");
      int code = given == null ? 401 : given.equals(wanted) ? 200 : 403;
      StandIn.say("version " + code);
      exchange.sendResponseHeaders(code, -1);
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

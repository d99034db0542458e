// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.parts;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The one real API server of a test run: started by the first who asks, stopped with the JVM.
public final class RunningApiServer {
  private static @Nullable RealApiServer running;
  private static @Nullable AuditLog audit;

  private RunningApiServer() {}

  /// An administrator's client.
  public static ApiClient client() throws Exception {
    return ApiClient.of(server().kubeconfig());
  }

  /// The server itself.
  public static synchronized RealApiServer server() throws Exception {
    RealApiServer server = running;
    if (server == null) {
      Path folder = Files.createTempDirectory("api-server");
      var log = new AuditLog(folder);
      server = RealApiServer.start(folder, log);
      running = server;
      audit = log;
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(folder), "stop-api-server"));
    }
    return server;
  }

  /// What ServiceAccounts have asked of it.
  public static synchronized AuditLog audit() throws Exception {
    var _ = server();
    return Objects.requireNonNull(audit);
  }

  private static void stop(Path folder) {
    RealApiServer server = running;
    if (server != null) {
      server.close();
    }
    Folders.delete(folder);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.eksbridge.parts.Cluster;
import io.eksbridge.parts.Kubeconfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A Kubernetes API in this process: namespaces, Secrets, ConfigMaps, Services, pods and Events
/// with list, watch, create, update, patch, server-side apply and delete. It has no controllers,
/// and answers what it does not know with an error, never with success.
public final class EmbeddedApi implements Cluster {
  private static final int REMEMBERED = 10_000;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Store store;
  private final Path kubeconfig;

  private EmbeddedApi(HttpServer server, Path kubeconfig, int remembered) {
    this.server = server;
    this.kubeconfig = kubeconfig;
    this.store = new Store(remembered);
  }

  /// Starts on a free port of the loopback and writes `folder/kubeconfig`.
  public static EmbeddedApi start(Path folder) throws IOException {
    return start(folder, REMEMBERED);
  }

  static EmbeddedApi start(Path folder, int remembered) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true"); // else 40 ms for each small answer
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    Kubeconfig access = Kubeconfig.plain(url);
    var api = new EmbeddedApi(server, access.write(folder.resolve("kubeconfig")), remembered);
    var requests =
        new Requests(api.store, new Writes(api.store, Clock.systemUTC()), access.token());
    server.setExecutor(api.threads);
    server.createContext("/", exchange -> answer(requests, exchange));
    for (String name : new String[] {"default", "kube-system"}) {
      api.store.put(new Target(Kind.NAMESPACE, "", name), Requests.namespace(name));
    }
    server.start();
    return api;
  }

  @Override
  public Path kubeconfig() {
    return kubeconfig;
  }

  @Override
  public String title() {
    return "an embedded Kubernetes API";
  }

  @Override
  public void close() {
    store.close();
    server.stop(0);
    threads.shutdownNow();
  }

  private static void answer(Requests requests, HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.answer(exchange);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}

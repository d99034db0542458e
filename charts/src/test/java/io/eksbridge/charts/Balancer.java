// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What kube-proxy is for a Service: each new connection goes to the next of its endpoints.
final class Balancer implements AutoCloseable {
  private volatile List<Integer> endpoints;
  private final Set<Socket> callers = ConcurrentHashMap.newKeySet();
  private final ServerSocket server;

  Balancer(List<Integer> endpoints) throws IOException {
    this.endpoints = List.copyOf(endpoints);
    this.server = new ServerSocket(0, 64, InetAddress.getByName("localhost"));
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /// From now on new connections go to these; those that there are stay.
  void lead(List<Integer> others) {
    endpoints = List.copyOf(others);
  }

  /// Ends all connections that there are, as when the processes behind them are killed.
  void cut() throws IOException {
    for (Socket caller : callers) {
      caller.close();
    }
    callers.clear();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void accept() {
    for (int turn = 0; !server.isClosed(); turn++) {
      try {
        connect(server.accept(), turn);
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void connect(Socket caller, int turn) throws IOException {
    List<Integer> now = endpoints;
    callers.add(caller);
    try {
      Socket endpoint = new Socket(InetAddress.getLoopbackAddress(), now.get(turn % now.size()));
      Thread.ofVirtual().start(() -> pipe(caller, endpoint));
      Thread.ofVirtual().start(() -> pipe(endpoint, caller));
    } catch (IOException refused) {
      caller.close();
    }
  }

  private static void pipe(Socket from, Socket to) {
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException ended) {
      // both ends are closed
    }
  }
}

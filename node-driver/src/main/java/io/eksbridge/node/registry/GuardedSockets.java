// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.registry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.ssl.SSLSocketFactory;

/// Sockets that look at the very address that they connect to: whatever a name meant a moment ago.
final class GuardedSockets extends SSLSocketFactory {
  private final Tls tls;
  private final Hosts hosts;

  GuardedSockets(Tls tls, Hosts hosts) {
    this.tls = tls;
    this.hosts = hosts;
  }

  /// Not connected yet; TLS comes on top of it later.
  @Override
  public Socket createSocket() {
    return new Guarded();
  }

  @Override
  public Socket createSocket(Socket connected, String host, int port, boolean close)
      throws IOException {
    return tls.sockets().createSocket(connected, host, port, close);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    throw connected();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int from)
      throws IOException {
    throw connected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    throw connected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int from)
      throws IOException {
    throw connected();
  }

  private static IOException connected() {
    return new IOException("an address is looked at before it is connected to");
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return tls.sockets().getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return tls.sockets().getSupportedCipherSuites();
  }

  private final class Guarded extends Socket {
    @Override
    public void connect(SocketAddress to, int timeout) throws IOException {
      if (to instanceof InetSocketAddress address && address.getAddress() != null) {
        hosts.permit(address);
      }
      super.connect(to, timeout);
    }
  }
}

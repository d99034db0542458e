// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.library;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// A proxy for HTTP that is asked without TLS.
///
/// @param variable where it is named
/// @param login whom it is to know, where it asks
public record HttpProxy(String variable, String host, int port, Optional<Login> login) {
  private static final int USUAL_PORT = 80;

  /// A name and a password, which is never told.
  public record Login(String user, String password) {
    @Override
    public String toString() {
      return user;
    }
  }

  /// Reads `http://user:password@host:port`, of which only the host is needed.
  static Optional<HttpProxy> parse(String variable, String text) {
    try {
      var uri = new URI(text.contains("://") ? text : "http://" + text);
      String path = uri.getRawPath();
      boolean fits =
          "http".equalsIgnoreCase(uri.getScheme())
              && uri.getHost() != null
              && (path.isEmpty() || path.equals("/"))
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null;
      return fits
          ? Optional.of(
              new HttpProxy(
                  variable,
                  NoProxy.bare(uri.getHost()),
                  uri.getPort() > 0 ? uri.getPort() : USUAL_PORT,
                  Optional.ofNullable(uri.getUserInfo()).map(HttpProxy::login)))
          : Optional.empty();
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  private static Login login(String info) { // decoded; no name may hold a colon
    int colon = info.indexOf(':');
    return colon < 0
        ? new Login(info, "")
        : new Login(info.substring(0, colon), info.substring(colon + 1));
  }

  /// Where it is, as it is told.
  public String place() {
    return host + ":" + port;
  }
}

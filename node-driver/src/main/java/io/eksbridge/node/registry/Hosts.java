// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.registry;

import io.eksbridge.node.library.Addresses;
import io.eksbridge.node.library.NoProxy;
import io.eksbridge.node.library.ProxyRules;
import io.eksbridge.node.library.ProxyRules.Route;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// What an operator lets hosts have that others may not.
///
/// @param privates whose addresses need not be public; with the port where it is not the usual
/// @param plain that are asked without TLS; their addresses need not be public either
/// @param authorities a file of further certificates to trust
/// @param proxies which of them are asked through a proxy
public record Hosts(
    Set<String> privates, Set<String> plain, Optional<Path> authorities, ProxyRules proxies) {
  private static final int HTTPS = 443;

  /// Copies what may change.
  public Hosts {
    privates = Set.copyOf(privates);
    plain = Set.copyOf(plain);
  }

  boolean isPlain(String host) {
    return plain.contains(host);
  }

  /// How that is asked. Behind a proxy only an address that stands in the place of a name can be
  /// looked at: what names mean is the proxy's to know.
  Route route(URI uri) throws PrivateAddress {
    boolean tls = "https".equals(uri.getScheme());
    Route route = proxies.to(tls, uri.getHost(), uri.getPort());
    Optional<InetAddress> address =
        route instanceof Route.Through
            ? NoProxy.literal(NoProxy.bare(uri.getHost()))
            : Optional.empty();
    if (address.isPresent()) {
      permit(new InetSocketAddress(address.get(), uri.getPort() < 0 ? HTTPS : uri.getPort()));
    }
    return route;
  }

  /// Refuses an address that a host of its name may not have.
  void permit(InetSocketAddress address) throws PrivateAddress {
    String name = address.getHostString();
    String host = address.getPort() == HTTPS ? name : name + ":" + address.getPort();
    if (!Addresses.isPublic(address.getAddress())
        && !privates.contains(host)
        && !plain.contains(host)) {
      throw new PrivateAddress(address);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.registry;

import io.eksbridge.node.library.Addresses;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// What an operator lets hosts have that others may not.
///
/// @param privates whose addresses need not be public; with the port where it is not the usual
/// @param plain that are asked without TLS; their addresses need not be public either
/// @param authorities a file of further certificates to trust
public record Hosts(Set<String> privates, Set<String> plain, Optional<Path> authorities) {
  private static final int HTTPS = 443;

  /// Copies what may change.
  public Hosts {
    privates = Set.copyOf(privates);
    plain = Set.copyOf(plain);
  }

  boolean isPlain(String host) {
    return plain.contains(host);
  }

  /// Whether a connection to that address may be made, for a host of that name.
  boolean permits(String name, int port, InetAddress address) {
    String host = port == HTTPS ? name : name + ":" + port;
    return Addresses.isPublic(address) || privates.contains(host) || plain.contains(host);
  }
}

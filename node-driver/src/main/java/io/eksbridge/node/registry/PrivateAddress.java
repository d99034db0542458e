// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.registry;

import java.io.IOException;
import java.net.InetSocketAddress;

/// A connection that is not made.
final class PrivateAddress extends IOException {
  PrivateAddress(InetSocketAddress to) {
    super(
        ("%s has the private address %s: see --registry-private-hosts, in the chart"
                + " libraries.privateHosts")
            .formatted(to.getHostString(), to.getAddress().getHostAddress()));
  }
}

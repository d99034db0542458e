// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.library;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Who is asked without a proxy.
///
/// @param entries hosts with all below them (`.host`: only those below it), addresses, both with or
///     without a port, networks (`10.0.0.0/8`); `*` for all
public record NoProxy(List<String> entries) {
  /// Copies what may change.
  public NoProxy {
    entries = List.copyOf(entries);
  }

  /// Reads entries that are separated by commas or blanks.
  static NoProxy parse(String text) {
    return new NoProxy(
        Arrays.stream(text.toLowerCase(Locale.ROOT).split("[,\\s]+", -1))
            .filter(each -> !each.isEmpty())
            .toList());
  }

  /// Whether that host is one of them; this machine itself always is.
  boolean covers(String host, int port) {
    String name = bare(host.toLowerCase(Locale.ROOT));
    Optional<InetAddress> address = literal(name);
    return name.equals("localhost")
        || address.filter(InetAddress::isLoopbackAddress).isPresent()
        || entries.stream().anyMatch(entry -> covers(entry, name, address, port));
  }

  private static boolean covers(
      String entry, String host, Optional<InetAddress> address, int port) {
    int slash = entry.indexOf('/');
    if (slash >= 0) {
      return address
          .filter(each -> isWithin(each, entry.substring(0, slash), entry.substring(slash + 1)))
          .isPresent();
    }
    int colon = literal(bare(entry)).isPresent() ? -1 : entry.lastIndexOf(':');
    if (colon >= 0 && !entry.substring(colon + 1).equals(Integer.toString(port))) {
      return false;
    }
    String name = bare(colon >= 0 ? entry.substring(0, colon) : entry);
    return literal(name)
        .map(listed -> address.filter(listed::equals).isPresent())
        .orElseGet(() -> isAtOrBelow(host, name));
  }

  private static boolean isAtOrBelow(String host, String name) {
    String suffix = name.startsWith("*") ? name.substring(1) : name;
    boolean justBelow = suffix.isEmpty() || suffix.startsWith(".");
    return justBelow ? host.endsWith(suffix) : host.equals(suffix) || host.endsWith("." + suffix);
  }

  private static boolean isWithin(InetAddress address, String network, String bits) {
    byte[] all = address.getAddress();
    Optional<byte[]> first =
        literal(bare(network))
            .map(InetAddress::getAddress)
            .filter(each -> each.length == all.length && bits.matches("[0-9]{1,3}"));
    if (first.isEmpty()) {
      return false;
    }
    int rest = Math.max(0, all.length * Byte.SIZE - Integer.parseInt(bits));
    return new BigInteger(1, all)
        .shiftRight(rest)
        .equals(new BigInteger(1, first.get()).shiftRight(rest));
  }

  /// An address as it stands, never one that a name means.
  public static Optional<InetAddress> literal(String host) {
    try {
      return Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// Without the brackets that addresses of version 6 have in URLs.
  public static String bare(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.service;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The addresses that Services may have. The first of them are the static band: the API server
/// hands those out by itself only when there are no others, so that whoever asks for one by name
/// mostly gets it.
///
/// @param text as the cluster writes it
/// @param first its network address
/// @param bits how many of the bits are the network's
public record Range(String text, InetAddress first, int bits) {
  private static final int SMALLEST_BAND = 16;
  private static final int LARGEST_BAND = 256;
  private static final int SHARE = 16; // one of so many addresses is in the band
  private static final int DNS = 10; // by custom, the cluster's own

  /// Reads `10.100.0.0/16` or `fd12::/108`; nothing where it is neither.
  public static Optional<Range> of(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 2 || !parts[1].matches("\\d{1,3}")) {
      return Optional.empty();
    }
    int bits = Integer.parseInt(parts[1]);
    return address(parts[0])
        .filter(first -> bits <= width(first))
        .map(first -> new Range(text, masked(first, bits), bits));
  }

  /// Reads an address; nothing where it is none.
  public static Optional<InetAddress> address(String text) {
    try {
      boolean literal = text.matches("([0-9]+\\.){3}[0-9]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
      return literal ? Optional.of(InetAddress.ofLiteral(text)) : Optional.empty();
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }

  /// Whether two texts are the same address, however it is spelled.
  public static boolean same(String one, String other) {
    return one.equals(other) || (address(one).isPresent() && address(one).equals(address(other)));
  }

  /// Whether a Service could have this address.
  public boolean holds(InetAddress address) {
    return family() == family(address) && masked(address, bits).equals(first);
  }

  /// Whether it is one of those that nobody gets by chance.
  public boolean isStatic(InetAddress address) {
    BigInteger place = number(address).subtract(number(first));
    return holds(address) && place.signum() > 0 && place.compareTo(BigInteger.valueOf(band())) <= 0;
  }

  /// Addresses of the static band that are worth asking for: from its end, where people who count
  /// from the beginning come last.
  public List<String> candidates(int count) {
    return IntStream.iterate(band() - 1, place -> place > 1, place -> place - 1)
        .filter(place -> place != DNS)
        .limit(count)
        .mapToObj(this::at)
        .toList();
  }

  /// How the band is told to people.
  public String bandText() {
    return band() == 0 ? "none" : at(1) + " to " + at(band());
  }

  /// The family of its addresses.
  public Family family() {
    return family(first);
  }

  static Family family(InetAddress address) {
    return address instanceof Inet4Address ? Family.IPV4 : Family.IPV6;
  }

  private int band() {
    int free = width(first) - bits;
    long size = free >= Integer.SIZE - 1 ? Integer.MAX_VALUE : 1L << free;
    return size < SMALLEST_BAND ? 0 : Math.clamp(size / SHARE, SMALLEST_BAND, LARGEST_BAND);
  }

  private String at(int place) {
    byte[] bytes = number(first).add(BigInteger.valueOf(place)).toByteArray();
    byte[] whole = new byte[width(first) / Byte.SIZE];
    for (int index = 1; index <= Math.min(bytes.length, whole.length); index++) {
      whole[whole.length - index] = bytes[bytes.length - index];
    }
    return AddressText.of(whole);
  }

  private static InetAddress masked(InetAddress address, int bits) {
    byte[] bytes = address.getAddress();
    for (int bit = bits; bit < width(address); bit++) {
      bytes[bit / Byte.SIZE] &= (byte) ~(0x80 >>> bit % Byte.SIZE);
    }
    return InetAddress.ofLiteral(AddressText.of(bytes));
  }

  private static int width(InetAddress address) {
    return address.getAddress().length * Byte.SIZE;
  }

  private static BigInteger number(InetAddress address) {
    return new BigInteger(1, address.getAddress());
  }

  /// The two kinds of addresses, as the API writes them.
  public enum Family {
    /// Four bytes.
    IPV4("IPv4"),
    /// Sixteen bytes.
    IPV6("IPv6");

    private final String label;

    Family(String label) {
      this.label = label;
    }

    /// As the API writes it.
    public String label() {
      return label;
    }

    static Family of(String label) {
      return label.equals(IPV6.label) ? IPV6 : IPV4;
    }
  }
}

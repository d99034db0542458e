// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.library;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/// Which addresses a registry may have without being listed: those of the public internet.
public final class Addresses {
  private static final List<int[]> NOT_PUBLIC = // first byte, second byte, how many bits count
      List.of(
          new int[] {0, 0, 8},
          new int[] {10, 0, 8},
          new int[] {100, 64, 10},
          new int[] {127, 0, 8},
          new int[] {169, 254, 16},
          new int[] {172, 16, 12},
          new int[] {192, 168, 16},
          new int[] {198, 18, 15},
          new int[] {224, 0, 4},
          new int[] {240, 0, 4});
  private static final int IETF = 192; // 192.0.0.0/24, and 192.0.2.0/24 for examples
  private static final int V4_BYTES = 4;
  private static final int V6_BYTES = 16;

  private Addresses() {}

  /// Whether anyone may have it.
  public static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address ? isPublic(bytes) : isPublicOfSix(bytes);
  }

  private static boolean isPublic(byte[] four) {
    int first = Byte.toUnsignedInt(four[0]);
    int second = Byte.toUnsignedInt(four[1]);
    int both = first << Byte.SIZE | second;
    boolean reserved =
        NOT_PUBLIC.stream()
            .anyMatch(
                range -> {
                  int rest = Short.SIZE - range[2];
                  return both >> rest == (range[0] << Byte.SIZE | range[1]) >> rest;
                });
    boolean special = first == IETF && second == 0 && (four[2] == 0 || four[2] == 2);
    return !reserved && !special;
  }

  /// Of 2000::/3 all but what carries an address of version 4, which then counts, and examples.
  private static boolean isPublicOfSix(byte[] six) {
    int first = Byte.toUnsignedInt(six[0]) << Byte.SIZE | Byte.toUnsignedInt(six[1]);
    int second = Byte.toUnsignedInt(six[2]) << Byte.SIZE | Byte.toUnsignedInt(six[3]);
    if (first == 0x0064 && second == 0xff9b) { // NAT64
      return isPublic(Arrays.copyOfRange(six, V6_BYTES - V4_BYTES, V6_BYTES));
    }
    if (first == 0x2002) { // 6to4
      return isPublic(Arrays.copyOfRange(six, 2, 2 + V4_BYTES));
    }
    boolean global = first >> 13 == 1;
    boolean special = first == 0x2001 && (second < 0x0200 || second == 0x0db8);
    return global && !special;
  }
}

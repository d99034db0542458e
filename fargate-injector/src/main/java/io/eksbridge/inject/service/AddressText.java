// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.service;

import java.util.stream.IntStream;

/// Addresses as the API server writes them.
final class AddressText {
  private AddressText() {}

  static String of(byte[] bytes) {
    return bytes.length == 4 ? four(bytes) : sixteen(bytes);
  }

  private static String four(byte[] bytes) {
    return String.join(
        ".", IntStream.range(0, 4).mapToObj(at -> Integer.toString(bytes[at] & 0xff)).toList());
  }

  /// The longest run of zeros is left out, as everyone writes it.
  private static String sixteen(byte[] bytes) {
    int[] groups =
        IntStream.range(0, 8)
            .map(at -> ((bytes[2 * at] & 0xff) << 8) | (bytes[2 * at + 1] & 0xff))
            .toArray();
    int start = -1;
    int longest = 1; // one zero alone is written
    for (int from = 0; from < groups.length; from++) {
      int to = from;
      while (to < groups.length && groups[to] == 0) {
        to++;
      }
      if (to - from > longest) {
        start = from;
        longest = to - from;
      }
    }
    if (start < 0) {
      return text(groups, 0, groups.length);
    }
    return text(groups, 0, start) + "::" + text(groups, start + longest, groups.length);
  }

  private static String text(int[] groups, int from, int to) {
    return String.join(
        ":", IntStream.range(from, to).mapToObj(at -> Integer.toHexString(groups[at])).toList());
  }
}

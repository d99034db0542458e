// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number of bytes as Kubernetes spells it: `1Gi`, `500M`, `1024`.
public final class ByteSize {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})([kMGT]|[KMGT]i)?");
  private static final Map<String, Long> UNITS =
      Map.of(
          "k",
          1_000L,
          "M",
          1_000_000L,
          "G",
          1_000_000_000L,
          "T",
          1_000_000_000_000L,
          "Ki",
          1L << 10,
          "Mi",
          1L << 20,
          "Gi",
          1L << 30,
          "Ti",
          1L << 40);

  private ByteSize() {}

  /// The number; absent where the text is none, or is none above zero, or too large to count.
  public static OptionalLong parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return OptionalLong.empty();
    }
    long unit = form.group(2) == null ? 1 : UNITS.getOrDefault(form.group(2), 1L);
    long number = Long.parseLong(form.group(1));
    return number == 0 || number > Long.MAX_VALUE / unit
        ? OptionalLong.empty()
        : OptionalLong.of(number * unit);
  }
}

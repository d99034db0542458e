// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/// A Kubernetes quantity as a whole number of thousandths, rounded up: millicores of CPU,
/// thousandth bytes of memory.
public final class Quantity {
  /// What is no quantity.
  public static final long NONE = -1;

  private static final int DIGITS = 12; // as many as fit a long with any common suffix
  private static final Map<String, BigDecimal> THOUSANDTHS =
      Map.ofEntries(
          Map.entry("n", new BigDecimal("1e-6")),
          Map.entry("u", new BigDecimal("1e-3")),
          Map.entry("m", BigDecimal.ONE),
          Map.entry("", new BigDecimal("1e3")),
          Map.entry("k", new BigDecimal("1e6")),
          Map.entry("M", new BigDecimal("1e9")),
          Map.entry("G", new BigDecimal("1e12")),
          Map.entry("T", new BigDecimal("1e15")),
          Map.entry("P", new BigDecimal("1e18")),
          Map.entry("E", new BigDecimal("1e21")),
          Map.entry("Ki", binary(10)),
          Map.entry("Mi", binary(20)),
          Map.entry("Gi", binary(30)),
          Map.entry("Ti", binary(40)),
          Map.entry("Pi", binary(50)),
          Map.entry("Ei", binary(60)));

  private Quantity() {}

  /// The thousandths of a quantity, or [#NONE].
  public static long thousandths(String quantity) {
    int length = quantity.length();
    long digits = 0;
    int index = 0;
    while (index < length && index < DIGITS && isDigit(quantity.charAt(index))) {
      digits = digits * 10 + (quantity.charAt(index) - '0');
      index++;
    }
    if (index > 0) {
      if (index == length) {
        return digits * 1000;
      }
      if (index == length - 1 && quantity.charAt(index) == 'm') {
        return digits;
      }
      if (index == length - 2 && digits < 1_000_000 && quantity.endsWith("Mi")) {
        return (digits * 1000) << 20;
      }
    }
    return slowly(quantity);
  }

  /// Thousandth bytes as whole mebibytes, rounded up.
  public static long mebibytes(long thousandths) {
    long mebibyte = 1000L << 20;
    return thousandths / mebibyte + (thousandths % mebibyte == 0 ? 0 : 1);
  }

  private static long slowly(String quantity) {
    int end = 0;
    while (end < quantity.length() && "+-.0123456789".indexOf(quantity.charAt(end)) >= 0) {
      end++;
    }
    String suffix = quantity.substring(end);
    BigDecimal unit = THOUSANDTHS.get(suffix);
    String number = quantity.substring(0, end);
    if (unit == null && suffix.matches("[eE][+-]?[0-9]{1,2}")) {
      unit = THOUSANDTHS.get("");
      number = quantity;
    }
    if (unit == null || end == 0 || end > 32) {
      return NONE;
    }
    try {
      BigDecimal value = new BigDecimal(number).multiply(unit).setScale(0, RoundingMode.CEILING);
      return value.signum() < 0
          ? NONE
          : value.min(BigDecimal.valueOf(Long.MAX_VALUE / 4096)).longValue();
    } catch (NumberFormatException none) { // such as 1.2.3
      return NONE;
    }
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }

  private static BigDecimal binary(int power) {
    return BigDecimal.valueOf(2).pow(power).multiply(BigDecimal.valueOf(1000));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import io.eksbridge.inject.service.Range;
import io.eksbridge.inject.verdict.Guard;
import io.eksbridge.inject.verdict.LabelSelector;
import io.eksbridge.inject.verdict.NamePattern;
import io.eksbridge.inject.verdict.Quantity;
import io.eksbridge.inject.verdict.Tags;
import io.eksbridge.startup.Refusal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What a setting must be, whether it came as a flag or stands in a profile: a refusal names it and
/// says what would do.
public final class Require {
  private static final String NAME = "[a-z0-9]([a-z0-9.-]*[a-z0-9])?";

  private Require() {}

  /// A text of this pattern.
  public static String text(String field, String value, String pattern, String what) {
    if (!value.matches(pattern)) {
      throw new Refusal(field + " must be " + what + ", not '" + value + "'");
    }
    return value;
  }

  /// An image reference.
  public static String image(String field, String value) {
    return text(field, value, "\\S+", "an image reference");
  }

  /// A host name.
  public static String host(String field, String value) {
    return text(field, value, "[a-z0-9.-]+", "a host name, such as datadoghq.eu");
  }

  /// The name of an object.
  public static String name(String field, String value) {
    return text(field, value, NAME, "a name of lower-case letters, digits, '-' and '.'");
  }

  /// An IP address, without brackets.
  public static String ip(String field, String value) {
    if (Range.address(value).isEmpty()) {
      throw new Refusal(field + " must be an IP address, without brackets, not '" + value + "'");
    }
    return value;
  }

  /// The key of a Secret.
  public static String key(String field, String value) {
    return text(field, value, "[A-Za-z0-9._-]+", "a key of a Secret");
  }

  /// An amount of CPU or memory that is more than nothing.
  public static String quantity(String field, String value, String example) {
    if (Quantity.thousandths(value) <= 0) {
      throw new Refusal(
          field + " must be a quantity, such as " + example + ", not '" + value + "'");
    }
    return value;
  }

  /// From a quantity to another.
  public static Guard.Range range(String field, String value) {
    return read(field, value, Guard.Range::parse);
  }

  /// A label selector as `kubectl get -l` takes it.
  public static LabelSelector selector(String field, String value) {
    return read(field, value, LabelSelector::parse);
  }

  /// Names of namespaces, with `*` for any part.
  public static List<NamePattern> patterns(String field, List<String> values) {
    return values.stream().map(value -> read(field, value, NamePattern::new)).toList();
  }

  /// Tags as `key:value,key:value`.
  public static Map<String, String> tags(String field, String value) {
    if (value.isBlank()) {
      return Map.of();
    }
    if (!Tags.readable(value)) {
      throw new Refusal(field + " must be key:value,key:value, not '" + value + "'");
    }
    return Tags.parse(value);
  }

  /// Labels as `key=value,key=value`.
  public static Map<String, String> labels(String field, String value) {
    var labels = new TreeMap<String, String>();
    for (String each : list(value)) {
      int equals = each.indexOf('=');
      if (equals < 1) {
        throw new Refusal(field + " must be key=value,key=value, not '" + value + "'");
      }
      labels.put(each.substring(0, equals), each.substring(equals + 1));
    }
    return labels;
  }

  /// One of a few words.
  public static <E extends Enum<E>> E choice(String field, String value, E[] values) {
    for (E each : values) {
      if (word(each).equals(value)) {
        return each;
      }
    }
    String words = Arrays.stream(values).map(Require::word).collect(Collectors.joining(", "));
    throw new Refusal(field + " must be one of " + words + ", not '" + value + "'");
  }

  /// Some of a few words, with commas between.
  public static <E extends Enum<E>> Set<E> choices(String field, String value, E[] values) {
    return list(value).stream()
        .map(each -> choice(field, each, values))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The parts between commas, without those that are empty.
  public static List<String> list(String value) {
    return Arrays.stream(value.split(","))
        .map(String::strip)
        .filter(each -> !each.isEmpty())
        .toList();
  }

  /// A constant as people write it.
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static <T> T read(String field, String value, Function<String, T> parse) {
    try {
      return parse.apply(value);
    } catch (IllegalArgumentException unreadable) {
      throw new Refusal(field + ": " + unreadable.getMessage(), unreadable);
    }
  }
}

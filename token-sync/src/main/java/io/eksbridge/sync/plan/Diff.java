// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

import java.util.ArrayList;
import java.util.List;

/// What a change does to the keys of a Secret, without a value: `+key` makes it, `~key` gives it
/// another value, `-key` takes it away, `=labels` puts right what is beside the data.
public final class Diff {
  private Diff() {}

  /// The keys in their order, each with its sign.
  public static List<String> of(Change change) {
    return switch (change) {
      case Change.Create(_, _, var source) -> signed("+", source.values().keySet());
      case Change.Update(_, _, var source, var copy) -> update(source, copy);
      case Change.Release(_, _, var copy) -> signed("-", copy.ours());
      case Change.Delete(_, _, var copy) -> signed("-", copy.keys());
      case Change.Leave _ -> List.of();
    };
  }

  private static List<String> update(Source.Good source, Copy copy) {
    var lines = new ArrayList<String>();
    source.values().keySet().stream()
        .filter(key -> !copy.holds(key, source))
        .sorted()
        .forEach(key -> lines.add((copy.lacks(key, source) ? "+" : "~") + key));
    return lines.isEmpty() ? List.of("=labels") : lines;
  }

  private static List<String> signed(String sign, Iterable<String> keys) {
    var lines = new ArrayList<String>();
    keys.forEach(key -> lines.add(sign + key));
    return lines.stream().sorted().toList();
  }
}

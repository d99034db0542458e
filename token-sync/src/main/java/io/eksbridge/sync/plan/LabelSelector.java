// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A label selector as kubectl takes it: all requirements hold; one without requirements selects
/// nothing.
public record LabelSelector(List<Requirement> requirements) {
  private static final String KEY = "([-._/a-zA-Z0-9]+)";
  private static final Pattern SET =
      Pattern.compile(KEY + "\\s+(in|notin)\\s*\\(([-._,\\sa-zA-Z0-9]*)\\)");
  private static final Pattern EQUAL = Pattern.compile(KEY + "\\s*(==|=|!=)\\s*([-._a-zA-Z0-9]*)");
  private static final Pattern EXISTS = Pattern.compile("(!?)\\s*" + KEY);
  private static final Pattern COMMA = Pattern.compile(",(?![^(]*\\))");

  public LabelSelector {
    requirements = List.copyOf(requirements);
  }

  /// One condition on the value of a label; a label that is absent is in no set.
  public sealed interface Requirement {
    /// The label's value is one of `values`, or is none of them (also when absent).
    record Values(String key, boolean in, Set<String> values) implements Requirement {}

    /// The label is there, or is not.
    record Presence(String key, boolean present) implements Requirement {}
  }

  /// The selector that `text` is, or nothing when it is none.
  public static Optional<LabelSelector> parse(String text) {
    var requirements = new ArrayList<Requirement>();
    if (text.isBlank()) {
      return Optional.of(new LabelSelector(List.of()));
    }
    for (String part : COMMA.split(text, -1)) {
      Optional<Requirement> requirement = requirement(part.strip());
      if (requirement.isEmpty()) {
        return Optional.empty();
      }
      requirements.add(requirement.get());
    }
    return Optional.of(new LabelSelector(requirements));
  }

  /// Whether an object with these labels is selected.
  public boolean selects(Map<String, String> labels) {
    return !requirements.isEmpty() && admits(labels);
  }

  /// The same, but for one without requirements, which admits all.
  boolean admits(Map<String, String> labels) {
    return requirements.stream()
        .allMatch(
            requirement ->
                switch (requirement) {
                  case Requirement.Values(var key, var in, var values) ->
                      in == (labels.containsKey(key) && values.contains(labels.get(key)));
                  case Requirement.Presence(var key, var present) ->
                      present == labels.containsKey(key);
                });
  }

  private static Optional<Requirement> requirement(String part) {
    Matcher set = SET.matcher(part);
    if (set.matches()) {
      Set<String> values = Set.copyOf(List.of(set.group(3).strip().split("\\s*,\\s*", -1)));
      return Optional.of(new Requirement.Values(set.group(1), set.group(2).equals("in"), values));
    }
    Matcher equal = EQUAL.matcher(part);
    if (equal.matches()) {
      boolean in = !equal.group(2).equals("!=");
      return Optional.of(new Requirement.Values(equal.group(1), in, Set.of(equal.group(3))));
    }
    Matcher exists = EXISTS.matcher(part);
    return exists.matches()
        ? Optional.of(new Requirement.Presence(exists.group(2), exists.group(1).isEmpty()))
        : Optional.empty();
  }
}

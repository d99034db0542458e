// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A label selector; the empty one selects all.
///
/// @param requirements that all must hold
public record LabelSelector(List<Requirement> requirements) {
  /// Selects everything.
  public static final LabelSelector ALL = new LabelSelector(List.of());

  private static final Pattern SET =
      Pattern.compile("(\\S+)\\s+(in|notin)\\s*\\(([^()]*)\\)\\s*", Pattern.CASE_INSENSITIVE);
  private static final Pattern EQUALITY =
      Pattern.compile("([^!=\\s]+)\\s*(==|!=|=)\\s*([^!=\\s]*)");
  private static final Pattern KEY =
      Pattern.compile("([a-z0-9.-]+/)?[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?");

  /// Keeps a copy of the requirements.
  public LabelSelector {
    requirements = List.copyOf(requirements);
  }

  /// One condition on one label.
  public record Requirement(String key, Operator operator, List<String> values) {
    /// Refuses what selects by a key that no label can have, and keeps a copy of the values.
    public Requirement {
      if (!KEY.matcher(key).matches()) {
        throw new IllegalArgumentException("'" + key + "' is no label's key");
      }
      values = List.copyOf(values);
    }
  }

  /// What is asked of a label, as Kubernetes does.
  public enum Operator {
    /// Has one of the values.
    IN,
    /// Has none of the values, or is absent.
    NOT_IN,
    /// Is there.
    EXISTS,
    /// Is absent.
    DOES_NOT_EXIST
  }

  /// Whether these labels are selected; the function gives an empty text for a label that is
  /// absent.
  public boolean selects(Function<String, String> labels, Function<String, Boolean> present) {
    for (Requirement each : requirements) {
      boolean there = present.apply(each.key());
      boolean holds =
          switch (each.operator()) {
            case IN -> there && each.values().contains(labels.apply(each.key()));
            case NOT_IN -> !there || !each.values().contains(labels.apply(each.key()));
            case EXISTS -> there;
            case DOES_NOT_EXIST -> !there;
          };
      if (!holds) {
        return false;
      }
    }
    return true;
  }

  /// Reads the syntax of `kubectl get -l`.
  public static LabelSelector parse(String text) {
    var requirements = new ArrayList<Requirement>();
    for (String part : text.split(",(?![^()]*\\))", -1)) {
      String each = part.strip();
      if (!each.isEmpty()) {
        requirements.add(requirement(each));
      } else if (!text.isBlank()) {
        throw new IllegalArgumentException("'" + text + "' has an empty part");
      }
    }
    return new LabelSelector(requirements);
  }

  private static Requirement requirement(String text) {
    Matcher set = SET.matcher(text);
    if (set.matches()) {
      List<String> values = List.of(set.group(3).strip().split("\\s*,\\s*"));
      boolean in = set.group(2).equalsIgnoreCase("in");
      return new Requirement(set.group(1), in ? Operator.IN : Operator.NOT_IN, values);
    }
    Matcher equality = EQUALITY.matcher(text);
    if (equality.matches()) {
      boolean not = equality.group(2).equals("!=");
      return new Requirement(
          equality.group(1), not ? Operator.NOT_IN : Operator.IN, List.of(equality.group(3)));
    }
    return text.startsWith("!")
        ? new Requirement(text.substring(1).strip(), Operator.DOES_NOT_EXIST, List.of())
        : new Requirement(text, Operator.EXISTS, List.of());
  }
}

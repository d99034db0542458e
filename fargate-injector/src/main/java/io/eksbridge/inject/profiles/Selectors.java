// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.profiles;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.inject.Require;
import io.eksbridge.inject.verdict.LabelSelector;
import io.eksbridge.inject.verdict.LabelSelector.Operator;
import io.eksbridge.inject.verdict.LabelSelector.Requirement;
import io.eksbridge.startup.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A label selector as Kubernetes objects have it (`matchLabels`, `matchExpressions`), or in one
/// text as `kubectl get -l` takes it.
final class Selectors {
  private static final Map<String, Operator> OPERATORS =
      Map.of(
          "In", Operator.IN,
          "NotIn", Operator.NOT_IN,
          "Exists", Operator.EXISTS,
          "DoesNotExist", Operator.DOES_NOT_EXIST);

  private Selectors() {}

  static LabelSelector read(Fields fields, String name) {
    JsonNode value = fields.node(name);
    if (value.isTextual()) {
      return Require.selector(fields.at(name), value.asText());
    }
    Fields selector = fields.object(name, Set.of("matchLabels", "matchExpressions"));
    var requirements = new ArrayList<Requirement>();
    JsonNode labels = selector.node("matchLabels");
    if (!labels.isObject() && !labels.isMissingNode()) {
      throw new Refusal(selector.at("matchLabels") + " must be an object, not " + labels);
    }
    for (var label : labels.properties()) {
      if (!label.getValue().isTextual()) {
        throw new Refusal(
            selector.at("matchLabels")
                + "."
                + label.getKey()
                + " must be a text, not "
                + label.getValue());
      }
      requirements.add(
          requirement(
              selector.at("matchLabels"),
              label.getKey(),
              Operator.IN,
              List.of(label.getValue().asText())));
    }
    int index = 0;
    for (JsonNode each : selector.array("matchExpressions")) {
      String path = selector.at("matchExpressions") + "[" + index++ + "]";
      requirements.add(expression(Fields.of(path, each, Set.of("key", "operator", "values"))));
    }
    return new LabelSelector(requirements);
  }

  private static Requirement expression(Fields expression) {
    String operator = expression.text("operator", "");
    Operator known = OPERATORS.get(operator);
    if (known == null) {
      throw new Refusal(
          expression.at("operator")
              + " must be In, NotIn, Exists or DoesNotExist, not '"
              + operator
              + "'");
    }
    List<String> values = expression.texts("values", List.of());
    boolean needs = known == Operator.IN || known == Operator.NOT_IN;
    if (needs == values.isEmpty()) {
      throw new Refusal(
          expression.at("values") + " must " + (needs ? "" : "not ") + "be given with " + operator);
    }
    return requirement(expression.at("key"), expression.text("key", ""), known, values);
  }

  private static Requirement requirement(
      String field, String key, Operator operator, List<String> values) {
    try {
      return new Requirement(key, operator, values);
    } catch (IllegalArgumentException unreadable) {
      throw new Refusal(field + ": " + unreadable.getMessage(), unreadable);
    }
  }
}

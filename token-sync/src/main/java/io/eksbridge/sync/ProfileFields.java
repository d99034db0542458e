// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.eksbridge.startup.Refusal;
import io.eksbridge.sync.plan.LabelSelector;
import io.eksbridge.sync.plan.LabelSelector.Requirement;
import io.eksbridge.sync.plan.Layout;
import io.eksbridge.sync.plan.Part;
import io.eksbridge.sync.plan.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// One profile of the file, and where in it: what cannot be used is refused by its path.
record ProfileFields(String path, JsonNode json) {

  Profile read(Layout usual) {
    if (!json.isObject()) {
      throw new Refusal(path + " must be an object");
    }
    JsonNode match = node("match");
    JsonNode inject = node("inject");
    if (!inject.isMissingNode() && !inject.isBoolean()) {
      throw refusal("inject", "must be true or false");
    }
    return new Profile(
        text("name", node("name"), "", CopyConfig.SECRET, "a name"),
        namespaces(match.path("namespaces")),
        selector("match.namespaceSelector", match.path("namespaceSelector")),
        selector("match.podSelector", match.path("podSelector")).requirements().isEmpty(),
        inject.asBoolean(true),
        layout(usual));
  }

  Refusal refusal(String field, String why) {
    return new Refusal(path + "." + field + ": " + why);
  }

  private Layout layout(Layout usual) {
    JsonNode secret = node("secret");
    String name =
        text(
            "secret.name",
            secret.path("name"),
            usual.secret(),
            CopyConfig.SECRET,
            "the name of a Secret");
    String apiKey = key("apiKeyKey", secret, usual, Part.API_KEY);
    String token = key("tokenKey", secret, usual, Part.TOKEN);
    if (apiKey.equals(token)) {
      throw refusal("secret.tokenKey", "must not be the API key's too: " + token);
    }
    return Layout.of(name, apiKey, token);
  }

  private String key(String field, JsonNode secret, Layout usual, Part part) {
    String otherwise =
        usual.keys().entrySet().stream()
            .filter(key -> key.getValue() == part)
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow();
    return text(
        "secret." + field, secret.path(field), otherwise, CopyConfig.KEY, "a key of a Secret");
  }

  private List<String> namespaces(JsonNode list) {
    var namespaces = new ArrayList<String>();
    if (!list.isMissingNode() && !list.isArray()) {
      throw refusal("match.namespaces", "must be a list");
    }
    for (JsonNode each : list) {
      namespaces.add(
          text("match.namespaces", each, "", "[-a-z0-9*]{1,253}", "names, * for any part"));
    }
    return namespaces;
  }

  private LabelSelector selector(String field, JsonNode value) {
    if (value.isTextual()) {
      return LabelSelector.parse(value.asText())
          .orElseThrow(() -> refusal(field, "is no label selector: " + value.asText()));
    }
    var requirements = new ArrayList<Requirement>();
    value
        .path("matchLabels")
        .properties()
        .forEach(
            label ->
                requirements.add(
                    new Requirement.Values(
                        label.getKey(), true, Set.of(label.getValue().asText()))));
    for (JsonNode each : value.path("matchExpressions")) {
      String key = each.path("key").asText();
      var values = new TreeSet<String>();
      each.path("values").forEach(one -> values.add(one.asText()));
      String operator = each.path("operator").asText();
      requirements.add(
          switch (operator) {
            case "In" -> new Requirement.Values(key, true, Set.copyOf(values));
            case "NotIn" -> new Requirement.Values(key, false, Set.copyOf(values));
            case "Exists" -> new Requirement.Presence(key, true);
            case "DoesNotExist" -> new Requirement.Presence(key, false);
            default ->
                throw refusal(
                    field, "operator must be In, NotIn, Exists or DoesNotExist, not " + operator);
          });
    }
    return new LabelSelector(requirements);
  }

  private JsonNode node(String name) {
    JsonNode value = json.path(name);
    return value.isNull() ? MissingNode.getInstance() : value;
  }

  private String text(String field, JsonNode value, String otherwise, String pattern, String what) {
    String text = value.isMissingNode() || value.isNull() ? otherwise : value.asText();
    if (!text.matches(pattern)) {
      throw refusal(field, "must be " + what + ", not '" + text + "'");
    }
    return text;
  }
}

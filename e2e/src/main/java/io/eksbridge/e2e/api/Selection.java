// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which objects of a collection a list or a watch is about: field and label selectors.
final class Selection {
  private static final Pattern FIELD = Pattern.compile("([a-zA-Z.]+)(==|=|!=)(.*)");
  private static final Set<String> FIELDS = Set.of("metadata.name", "metadata.namespace");
  private static final Set<String> FIELDS_OF_PODS =
      Set.of("spec.nodeName", "spec.schedulerName", "spec.serviceAccountName", "status.phase");
  private static final Pattern EQUAL = Pattern.compile("([^!=\\s]+)\\s*(==|=|!=)\\s*([^\\s]*)");
  private static final Pattern SET = Pattern.compile("([^!=\\s]+)\\s+(in|notin)\\s+\\(([^)]*)\\)");
  private static final Pattern EXISTS = Pattern.compile("(!?)([A-Za-z0-9./_-]+)");

  private Selection() {}

  static Predicate<JsonNode> of(Kind kind, Map<String, String> parameters) {
    Predicate<JsonNode> wanted = _ -> true;
    for (String term : terms(parameters.getOrDefault("fieldSelector", ""))) {
      wanted = wanted.and(field(kind, term));
    }
    for (String term : terms(parameters.getOrDefault("labelSelector", ""))) {
      wanted = wanted.and(label(term));
    }
    return wanted;
  }

  private static List<String> terms(String selector) {
    return Arrays.stream(selector.split(",(?![^(]*\\))"))
        .map(String::strip)
        .filter(term -> !term.isEmpty())
        .toList();
  }

  private static Predicate<JsonNode> field(Kind kind, String term) {
    Matcher parts = FIELD.matcher(term);
    if (!parts.matches() || !isKnown(kind, parts.group(1))) {
      throw ApiFailure.badRequest("field label not supported: " + term);
    }
    boolean equal = !parts.group(2).equals("!=");
    String[] way = parts.group(1).split("\\.", -1);
    return object -> object.path(way[0]).path(way[1]).asText().equals(parts.group(3)) == equal;
  }

  private static boolean isKnown(Kind kind, String field) {
    return FIELDS.contains(field) || (kind == Kind.POD && FIELDS_OF_PODS.contains(field));
  }

  private static Predicate<JsonNode> label(String term) {
    Matcher equal = EQUAL.matcher(term);
    Matcher set = SET.matcher(term);
    Matcher exists = EXISTS.matcher(term);
    if (equal.matches()) {
      return in(equal.group(1), List.of(equal.group(3)), !equal.group(2).equals("!="));
    } else if (set.matches()) {
      List<String> values = Arrays.stream(set.group(3).split(",")).map(String::strip).toList();
      return in(set.group(1), values, set.group(2).equals("in"));
    } else if (exists.matches()) {
      return object -> labels(object).has(exists.group(2)) == exists.group(1).isEmpty();
    }
    throw ApiFailure.badRequest("unable to parse requirement: " + term);
  }

  /// As Kubernetes has it, an absent label is none of the values.
  private static Predicate<JsonNode> in(String key, List<String> values, boolean wanted) {
    return object ->
        (labels(object).has(key) && values.contains(labels(object).path(key).asText())) == wanted;
  }

  private static JsonNode labels(JsonNode object) {
    return object.path("metadata").path("labels");
  }
}

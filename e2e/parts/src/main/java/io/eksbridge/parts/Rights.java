// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.parts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// What roles and their bindings give to each ServiceAccount.
public final class Rights {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, List<Right>> byAccount;

  private Rights(Map<String, List<Right>> byAccount) {
    this.byAccount = byAccount;
  }

  /// Those of these objects; what is neither a role nor a binding is left out.
  public static Rights of(Collection<JsonNode> objects) {
    var given = new TreeMap<String, List<Right>>();
    for (JsonNode binding : objects) {
      if (binding.path("kind").asText().endsWith("RoleBinding")) {
        String namespace = binding.at("/metadata/namespace").asText("");
        List<Right> rights =
            objects.stream()
                .filter(role -> isOf(role, binding))
                .flatMap(role -> role.path("rules").valueStream())
                .flatMap(rule -> expanded(rule, namespace))
                .toList();
        for (JsonNode subject : binding.path("subjects")) {
          String account = subject.path("namespace").asText() + "/" + subject.path("name").asText();
          given.computeIfAbsent(account, _ -> new ArrayList<>()).addAll(rights);
        }
      }
    }
    return new Rights(given);
  }

  /// Those of a manifest of several documents.
  public static Rights of(String manifest) {
    var objects = new ArrayList<JsonNode>();
    new Yaml(new SafeConstructor(new LoaderOptions()))
        .loadAll(manifest)
        .forEach(each -> objects.add(JSON.valueToTree(each)));
    return of(objects);
  }

  /// Who has any, as `namespace/name`.
  public List<String> accounts() {
    return List.copyOf(byAccount.keySet());
  }

  /// Those that an account has and none of these requests needed. Of several that allow a request
  /// it needed the narrowest.
  public List<Right> unused(String account, Collection<Right> requests) {
    var left = new ArrayList<>(byAccount.getOrDefault(account, List.of()));
    List<Right> all = List.copyOf(left);
    for (Right request : requests) {
      all.stream()
          .filter(right -> right.covers(request))
          .max(Comparator.comparingInt(Right::narrowness))
          .ifPresent(left::remove);
    }
    return left;
  }

  private static boolean isOf(JsonNode role, JsonNode binding) {
    String kind = binding.at("/roleRef/kind").asText();
    return role.path("kind").asText().equals(kind)
        && role.at("/metadata/name").asText().equals(binding.at("/roleRef/name").asText())
        && (kind.equals("ClusterRole")
            || role.at("/metadata/namespace")
                .asText()
                .equals(binding.at("/metadata/namespace").asText()));
  }

  private static Stream<Right> expanded(JsonNode rule, String namespace) {
    return texts(rule, "apiGroups")
        .flatMap(
            group ->
                texts(rule, "resources")
                    .flatMap(
                        resource ->
                            names(rule)
                                .flatMap(
                                    name ->
                                        texts(rule, "verbs")
                                            .map(
                                                verb ->
                                                    new Right(
                                                        namespace, group, resource, name, verb)))));
  }

  private static Stream<String> names(JsonNode rule) {
    return rule.path("resourceNames").isEmpty() ? Stream.of("") : texts(rule, "resourceNames");
  }

  private static Stream<String> texts(JsonNode rule, String field) {
    return rule.path(field).valueStream().map(JsonNode::asText);
  }
}

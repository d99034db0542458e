// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.inject.Names;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Understands roles and bindings as the API server sends them.
public final class HeldReader {
  private static final Set<String> CONTENT =
      Set.of("f:rules", "f:aggregationRule", "f:subjects", "f:roleRef");

  private HeldReader() {}

  /// A ClusterRole, where its name is one of ours.
  public static Optional<Held.Role> role(JsonNode json) {
    JsonNode metadata = json.path("metadata");
    return named(metadata)
        .map(
            name ->
                new Held.Role(
                    name,
                    metadata.path("uid").asText(""),
                    ours(metadata),
                    marked(metadata) && !json.hasNonNull("aggregationRule"),
                    reach(json.path("rules")),
                    editors(metadata)));
  }

  /// A ClusterRoleBinding, where its name is one of ours.
  public static Optional<Held.Binding> binding(JsonNode json) {
    JsonNode metadata = json.path("metadata");
    var accounts = new TreeSet<Account>();
    boolean plain = json.path("roleRef").path("kind").asText().equals("ClusterRole");
    for (JsonNode subject : json.path("subjects")) {
      plain &= subject.path("kind").asText().equals("ServiceAccount");
      accounts.add(
          new Account(
              subject.path("namespace").asText("").intern(),
              subject.path("name").asText("").intern()));
    }
    boolean binds = plain;
    return named(metadata)
        .map(
            name ->
                new Held.Binding(
                    name,
                    metadata.path("uid").asText(""),
                    ours(metadata),
                    marked(metadata) && binds,
                    json.path("roleRef").path("name").asText(""),
                    accounts,
                    editors(metadata)));
  }

  private static Optional<String> named(JsonNode metadata) {
    return Optional.of(metadata.path("name").asText(""))
        .filter(name -> name.startsWith(GrantName.PREFIX));
  }

  private static boolean marked(JsonNode metadata) {
    return metadata.path("labels").path(Names.OWNER_LABEL).asText("").equals(Names.INJECTOR);
  }

  /// A label that someone took away does not make it someone else's.
  private static boolean ours(JsonNode metadata) {
    return marked(metadata)
        || metadata
            .path("managedFields")
            .valueStream()
            .anyMatch(each -> each.path("manager").asText().equals(Names.INJECTOR));
  }

  private static Set<String> editors(JsonNode metadata) {
    var editors = new TreeSet<String>();
    for (JsonNode each : metadata.path("managedFields")) {
      String manager = each.path("manager").asText("");
      JsonNode fields = each.path("fieldsV1");
      boolean content = CONTENT.stream().anyMatch(fields::has);
      boolean label = fields.path("f:metadata").path("f:labels").has("f:" + Names.OWNER_LABEL);
      if (!manager.equals(Names.INJECTOR) && (content || label)) {
        editors.add(manager);
      }
    }
    return editors;
  }

  private static Reach reach(JsonNode rules) {
    JsonNode rule = rules.path(0);
    boolean ours =
        rules.size() == 1
            && only(rule.path("apiGroups"), "")
            && only(rule.path("resources"), "nodes/proxy")
            && only(rule.path("verbs"), "get")
            && !rule.has("nonResourceURLs");
    if (!ours) {
      return new Reach.Other();
    }
    var nodes = new TreeSet<String>();
    rule.path("resourceNames").forEach(each -> nodes.add(each.asText()));
    return nodes.isEmpty() ? new Reach.Everywhere() : new Reach.Nodes(nodes);
  }

  private static boolean only(JsonNode list, String value) {
    return list.size() == 1 && list.path(0).asText("-").equals(value);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.access;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.inject.Names;
import java.util.SortedSet;

/// Roles and bindings as they are written: nothing but what a policy confines the controller to.
public final class GrantObjects {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String GROUP = "rbac.authorization.k8s.io";

  private GrantObjects() {}

  /// A ClusterRole.
  public static ObjectNode role(String name, String uid, Reach reach) {
    ObjectNode role = object("ClusterRole", name, uid);
    ObjectNode rule = role.putArray("rules").addObject();
    rule.putArray("apiGroups").add("");
    rule.putArray("resources").add("nodes/proxy");
    rule.putArray("verbs").add("get");
    switch (reach) {
      case Reach.Nodes(SortedSet<String> names) ->
          names.forEach(rule.putArray("resourceNames")::add);
      case Reach.Everywhere() -> {}
      case Reach.Other() -> throw new IllegalArgumentException("no role of ours");
    }
    return role;
  }

  /// A ClusterRoleBinding.
  public static ObjectNode binding(
      String name, String uid, String role, SortedSet<Account> accounts) {
    ObjectNode binding = object("ClusterRoleBinding", name, uid);
    binding
        .putObject("roleRef")
        .put("apiGroup", GROUP)
        .put("kind", "ClusterRole")
        .put("name", role);
    var subjects = binding.putArray("subjects");
    for (Account account : accounts) {
      subjects
          .addObject()
          .put("kind", "ServiceAccount")
          .put("namespace", account.namespace())
          .put("name", account.name());
    }
    return binding;
  }

  private static ObjectNode object(String kind, String name, String uid) {
    ObjectNode object = JSON.objectNode().put("apiVersion", GROUP + "/v1").put("kind", kind);
    ObjectNode metadata = object.putObject("metadata").put("name", name);
    if (!uid.isEmpty()) {
      metadata.put("uid", uid); // of another life it is refused
    }
    metadata
        .putObject("labels")
        .put(Names.MANAGED_BY_LABEL, Names.MANAGED_BY)
        .put(Names.OWNER_LABEL, Names.INJECTOR);
    return object;
  }
}

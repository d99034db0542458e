// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.granter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.access.Account;
import io.eksbridge.inject.access.GrantChange;
import io.eksbridge.inject.access.GrantObjects;
import io.eksbridge.inject.access.Reach;
import io.eksbridge.inject.api.ApiObjects;
import io.eksbridge.inject.api.Resource;
import io.eksbridge.inject.controller.Journal;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.SortedSet;

/// Does one thing to a role or a binding, and tells of it.
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.CONTROLLER)
@Singleton
final class GrantWriter {
  static final String ROLES = Resource.RBAC + "clusterroles/";
  static final String BINDINGS = Resource.RBAC + "clusterrolebindings/";
  private static final int TOLD = 10;

  private final ApiObjects objects;
  private final Sight sight;
  private final Journal journal;
  private final GrantNotices notices;

  GrantWriter(ApiObjects objects, Sight sight, Journal journal, GrantNotices notices) {
    this.objects = objects;
    this.sight = sight;
    this.journal = journal;
    this.notices = notices;
  }

  void perform(GrantChange change) throws IOException {
    switch (change) {
      case GrantChange.WriteRole(
              String name,
              Reach reach,
              String uid,
              GrantChange.Why why,
              List<String> details) -> {
        JsonNode role = write(ROLES + name, uid, GrantObjects.role(name, uid, reach));
        sight.roles().wrote(role);
        tell(GrantNotices.ROLE, name, verb(uid, why), why, uid(role), details);
      }
      case GrantChange.WriteBinding(
              String name,
              String role,
              SortedSet<Account> accounts,
              String uid,
              GrantChange.Why why,
              List<String> details) -> {
        ObjectNode wanted = GrantObjects.binding(name, uid, role, accounts);
        JsonNode binding = write(BINDINGS + name, uid, wanted);
        sight.bindings().wrote(binding);
        tell(GrantNotices.BINDING, name, verb(uid, why), why, uid(binding), details);
      }
      case GrantChange.DeleteBinding(String name, String uid, GrantChange.Why why) -> {
        boolean there = objects.delete(BINDINGS + name, uid);
        sight.bindings().deleted(name, uid);
        if (there) {
          tell(GrantNotices.BINDING, name, "delete", why, uid, List.of());
        }
      }
      case GrantChange.DeleteRole(String name, String uid, GrantChange.Why why) -> {
        boolean there = objects.delete(ROLES + name, uid);
        sight.roles().deleted(name, uid);
        if (there) {
          tell(GrantNotices.ROLE, name, "delete", why, uid, List.of());
        }
      }
      case GrantChange.Refuse _ -> {} // what is someone else's is left alone
    }
  }

  private JsonNode write(String path, String uid, ObjectNode object) throws IOException {
    return uid.isEmpty() ? objects.introduce(path, object) : objects.apply(path, object);
  }

  private void tell(
      String kind,
      String name,
      String change,
      GrantChange.Why why,
      String uid,
      List<String> details) {
    List<String> some = details.stream().limit(TOLD).toList();
    boolean more = details.size() > some.size();
    journal.wrote(
        kind,
        name,
        change,
        why.label(),
        more ? List.of(String.join(", ", some), "and " + (details.size() - TOLD) + " more") : some);
    notices.undone(kind, name, uid, why, some);
  }

  private static String uid(JsonNode object) {
    return object.path("metadata").path("uid").asText("");
  }

  private static String verb(String uid, GrantChange.Why why) {
    return uid.isEmpty() ? "create" : why == GrantChange.Why.EDITED ? "repair" : "update";
  }
}

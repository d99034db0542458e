// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.granter;

import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.access.GrantChange;
import io.eksbridge.inject.access.Held;
import io.eksbridge.inject.controller.Events;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells whoever looks at a role or binding what someone else did to it, or that it has a name of
/// ours.
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.CONTROLLER)
@Singleton
final class GrantNotices {
  static final String ROLE = "clusterrole";
  static final String BINDING = "clusterrolebinding";
  static final String REPAIRED = "GrantRepaired";
  static final String TAKEN = "GrantNameTaken";

  private static final Logger LOGGER = LoggerFactory.getLogger(GrantNotices.class);

  private final Events events;
  private final Set<GrantChange.Refuse> told = new HashSet<>();

  GrantNotices(Events events) {
    this.events = events;
  }

  /// What is someone else's is left alone: told once, for as long as it stays.
  void clashes(List<GrantChange.Refuse> clashes, Held held) {
    told.retainAll(clashes);
    for (GrantChange.Refuse clash : clashes) {
      if (told.add(clash)) {
        LOGGER
            .atWarn()
            .addKeyValue("object", clash.kind())
            .addKeyValue("name", clash.name())
            .addKeyValue("reason", "clash")
            .log("left alone: it is not ours");
        var things = clash.kind().equals(ROLE) ? held.roles() : held.bindings();
        Held.Thing thing = things.get(clash.name());
        events.warn(
            subject(clash.kind(), clash.name(), thing == null ? "" : thing.uid()),
            TAKEN,
            "The controller needs this name to let a ServiceAccount read its kubelets. Someone else"
                + " made it, so it is left as it is, and the Agents of those pods cannot see their"
                + " containers. Delete it.");
      }
    }
  }

  /// What someone else did was undone.
  void undone(String kind, String name, String uid, GrantChange.Why why, List<String> details) {
    String what =
        switch (why) {
          case EDITED ->
              "Someone else wrote it; it is as its pods need it again: "
                  + String.join(", ", details);
          case DELETED -> "Someone else deleted it; it was made again, as its pods need it.";
          case REMADE -> "Someone else bound another role under its name; it is made anew.";
          case PODS_STARTED, PODS_ENDED, PODS_CHANGED, MODE_CHANGED -> "";
        };
    if (!what.isEmpty()) {
      events.warn(subject(kind, name, uid), REPAIRED, what);
    }
  }

  /// Another replica leads.
  void relieved() {
    told.clear();
  }

  private static Events.Subject subject(String kind, String name, String uid) {
    String word = kind.equals(ROLE) ? "ClusterRole" : "ClusterRoleBinding";
    return new Events.Subject("rbac.authorization.k8s.io/v1", word, "", name, uid);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.granter;

import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.access.Held;
import io.eksbridge.inject.access.HeldReader;
import io.eksbridge.inject.api.ApiServer;
import io.eksbridge.inject.api.ListWatch;
import io.eksbridge.inject.api.Resource;
import io.eksbridge.inject.api.WatchMetrics;
import io.eksbridge.inject.controller.Traces;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// The bindings, which are what gives, and then the roles.
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.CLEANUP)
@Singleton
final class GrantTraces implements Traces {
  private final HeldMirror<Held.Role> roles = new HeldMirror<>(HeldReader::role, () -> {});
  private final HeldMirror<Held.Binding> bindings = new HeldMirror<>(HeldReader::binding, () -> {});
  private final List<ListWatch> lists;

  GrantTraces(ApiServer api, WatchMetrics metrics) {
    this.lists =
        List.of(
            new ListWatch(api, Resource.ofCluster("clusterroles"), roles, metrics),
            new ListWatch(api, Resource.ofCluster("clusterrolebindings"), bindings, metrics));
  }

  @Override
  public List<Trace> traces() throws IOException {
    for (ListWatch each : lists) {
      each.list();
    }
    var traces = new ArrayList<Trace>();
    for (String name : new TreeMap<>(bindings.things()).keySet()) {
      traces.add(new Trace("clusterrolebinding/" + name, GrantWriter.BINDINGS + name));
    }
    for (String name : new TreeMap<>(roles.things()).keySet()) {
      traces.add(new Trace("clusterrole/" + name, GrantWriter.ROLES + name));
    }
    return traces;
  }
}

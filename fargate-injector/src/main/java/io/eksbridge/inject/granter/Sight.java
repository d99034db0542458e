// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.granter;

import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.GrantConfig;
import io.eksbridge.inject.access.Coverage;
import io.eksbridge.inject.access.Demand;
import io.eksbridge.inject.access.GrantChange;
import io.eksbridge.inject.access.Grants;
import io.eksbridge.inject.access.Held;
import io.eksbridge.inject.access.HeldReader;
import io.eksbridge.inject.access.Wanted;
import io.eksbridge.inject.api.ApiServer;
import io.eksbridge.inject.api.ListWatch;
import io.eksbridge.inject.api.Resource;
import io.eksbridge.inject.api.WatchMetrics;
import io.eksbridge.inject.sight.NodesMirror;
import io.eksbridge.inject.sight.PodsMirror;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/// All that grants depend on, kept by watches.
@Requires(property = FargateInjector.COMMAND, pattern = "controller|status")
@Singleton
final class Sight {
  private final GrantConfig config;
  private final PodsMirror pods;
  private final NodesMirror nodes;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final HeldMirror<Held.Role> roles = new HeldMirror<>(HeldReader::role, this::changed);
  private final HeldMirror<Held.Binding> bindings =
      new HeldMirror<>(HeldReader::binding, this::changed);
  private final List<ListWatch> watches;

  Sight(
      GrantConfig config, PodsMirror pods, NodesMirror nodes, ApiServer api, WatchMetrics metrics) {
    this.config = config;
    this.pods = pods;
    this.nodes = nodes;
    pods.listen(this::changed);
    nodes.listen(this::changed);
    this.watches =
        List.of(
            pods.watch(),
            nodes.watch(),
            new ListWatch(api, Resource.ofCluster("clusterroles"), roles, metrics),
            new ListWatch(api, Resource.ofCluster("clusterrolebindings"), bindings, metrics));
  }

  void listen(Runnable listener) {
    listeners.add(listener);
  }

  List<ListWatch> watches() {
    return watches;
  }

  boolean synced() {
    return watches.stream().allMatch(ListWatch::synced);
  }

  HeldMirror<Held.Role> roles() {
    return roles;
  }

  HeldMirror<Held.Binding> bindings() {
    return bindings;
  }

  /// Looks, and has it decided what is to be done.
  Situation look(Set<String> made) {
    var demand = Demand.of(pods.all(), new HashSet<>(nodes.all()));
    var held = new Held(roles.things(), bindings.things());
    var wanted = Wanted.of(config.kubeletAccess(), demand, held, Wanted.BOUND);
    var changes = new ArrayList<GrantChange>();
    var clashes = new ArrayList<GrantChange.Refuse>();
    for (GrantChange each : Grants.changes(wanted, held, config.kubeletAccess(), made)) {
      switch (each) {
        case GrantChange.Refuse clash -> clashes.add(clash);
        case GrantChange.WriteRole _,
            GrantChange.WriteBinding _,
            GrantChange.DeleteBinding _,
            GrantChange.DeleteRole _ ->
            changes.add(each);
      }
    }
    return new Situation(demand, held, Coverage.of(demand, held), changes, clashes);
  }

  private void changed() {
    listeners.forEach(Runnable::run);
  }
}

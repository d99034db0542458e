// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.sync.AccessConfig;
import io.eksbridge.sync.AccessConfig.Access;
import io.eksbridge.sync.CopyConfig;
import io.eksbridge.sync.DemandConfig;
import io.eksbridge.sync.Names;
import io.eksbridge.sync.Scope;
import io.eksbridge.sync.TokenSyncConfig;
import io.eksbridge.sync.kube.InMemorySecrets;
import io.eksbridge.sync.plan.NamespaceView;
import io.eksbridge.sync.plan.Place;
import io.eksbridge.sync.plan.Source;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

/// One namespace with its Secret, and a reconciler that can be asked to look at it.
abstract class ReconcileScene {
  static final String TEAM = "team";
  static final Source.Good NEW = source("key", "new-token");
  static final Source.Good OLD = source("key", "old-token");

  static final TokenSyncConfig CONFIG =
      new TokenSyncConfig(
          "datadog/datadog/api-key",
          "datadog/datadog-cluster-agent/token",
          "eksbridge.io/fargate=enabled",
          null,
          null,
          null,
          1,
          false);

  static final Scope SCOPE =
      new Scope(CONFIG, new CopyConfig(Names.COPY_SECRET, Names.API_KEY, Names.TOKEN, null));

  final Pods pods = new Pods();
  final InMemorySecrets secrets = new InMemorySecrets();
  final List<String> events = new ArrayList<>();
  SimpleMeterRegistry meters;
  Observed observed;
  Reconciler reconciler;

  @BeforeEach
  final void atOnceAndEverywhere() {
    reconcile(Duration.ZERO, false, Access.CLUSTER);
  }

  final void reconcile(Duration releaseDelay, boolean force, Access access) {
    var demand = new DemandConfig(true, releaseDelay, 30, force);
    var past = new Past(demand);
    meters = new SimpleMeterRegistry();
    var metrics = new SyncMetrics(meters);
    observed = new Observed(pods, past);
    reconciler =
        new Reconciler(
            observed,
            secrets,
            new Standing(
                (namespace, name, reason, message) ->
                    events.add(namespace + "/" + name + " " + reason + ": " + message),
                metrics),
            past,
            new Retirement(observed, metrics, SCOPE, demand),
            SCOPE,
            CONFIG,
            demand,
            new AccessConfig(access));
  }

  void labelled(String team, boolean selected) {
    observed.namespace(
        new NamespaceView(
            team,
            selected ? Map.of(Names.FARGATE_KEY, "enabled") : Map.of(),
            false,
            Optional.empty()));
  }

  Outcome look(String namespace) {
    return reconciler.look(namespace, System.nanoTime()).getFirst();
  }

  void begin(String start) {
    switch (start) {
      case "nothing" -> {}
      case "a true copy" -> made(NEW);
      case "an older copy" -> made(OLD);
      case "an edited copy" -> {
        made(NEW);
        secrets.edit(TEAM, "kubectl-edit", Names.TOKEN, "edited");
      }
      case "a copy without a key" -> {
        made(new Source.Good(Map.of(Names.TOKEN, "new-token"), "other"));
      }
      case "their other keys" -> secrets.edit(TEAM, "kubectl", "password", "theirs");
      case "their equal keys" ->
          NEW.values().forEach((key, value) -> secrets.edit(TEAM, "kubectl", key, value));
      case "our key beside theirs" -> {
        secrets.edit(TEAM, "kubectl", "password", "theirs");
        settleSelected();
        assertThat(secrets.values(TEAM).orElseThrow()).containsKey(Names.TOKEN);
      }
      default -> throw new IllegalArgumentException(start);
    }
  }

  void made(Source.Good from) {
    namespace(true);
    observed.source(from);
    settle();
  }

  void settleSelected() {
    namespace(true);
    observed.source(NEW);
    settle();
  }

  void settle() {
    var _ = look();
    var _ = look();
  }

  /// As after each event: the watch has shown what there is.
  Outcome look() {
    secrets.view(TEAM).ifPresent(copy -> observed.copy(place(TEAM), copy));
    if (secrets.view(TEAM).isEmpty()) {
      observed.copyGone(place(TEAM), "999999999");
    }
    return reconciler.look(TEAM, System.nanoTime()).getFirst();
  }

  void namespace(boolean selected) {
    labelled(TEAM, selected);
  }

  static Place place(String namespace) {
    return new Place(namespace, Names.COPY_SECRET);
  }

  double copiesTrue() {
    return meters.get("eksbridge.token.sync.copies.true").gauge().value();
  }

  static Source.Good source(String key, String token) {
    Map<String, String> values = Map.of(Names.API_KEY, key, Names.TOKEN, token);
    return new Source.Good(values, "from " + token);
  }
}

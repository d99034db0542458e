// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import io.eksbridge.sync.AccessConfig;
import io.eksbridge.sync.DemandConfig;
import io.eksbridge.sync.Scope;
import io.eksbridge.sync.kube.ApiServer;
import io.eksbridge.sync.kube.CopyReader;
import io.eksbridge.sync.kube.SidecarPods;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/// All that is followed: the namespaces, the copies, the pods, and each Secret that is a source.
@Singleton
final class Watches {
  private final List<ListWatch> all;

  Watches(
      NamespaceWatch namespaces,
      ApiServer server,
      Observed observed,
      Sources sources,
      Rotating rotating,
      NamespaceQueue queue,
      Pods pods,
      SyncMetrics metrics,
      CopyReader reader,
      Scope scope,
      DemandConfig demand,
      AccessConfig access) {
    Stream<SourceWatch> ofSources =
        sources.all().values().stream()
            .map(reference -> List.of(reference.namespace(), reference.name()))
            .distinct()
            .map(
                secret ->
                    new SourceWatch(
                        secret.getFirst(), secret.getLast(), server, sources, rotating));
    Stream<DemandWatch> ofPods =
        Stream.of(demand.followPods() ? SidecarPods.values() : new SidecarPods[0])
            .map(by -> new DemandWatch(by, server, pods, queue));
    Stream<CopyWatch> ofCopies =
        (access.byConsent() ? List.<String>of() : scope.secrets())
            .stream()
                .map(
                    secret ->
                        new CopyWatch(
                            server, observed, queue, reader, secret, scope.isUsual(secret)));
    this.all =
        Stream.<Stream<? extends ListWatch>>of(ofSources, ofCopies, ofPods, Stream.of(namespaces))
            .<ListWatch>flatMap(watches -> watches)
            .toList();
    all.forEach(watch -> metrics.watch(watch.name(), watch::age));
    metrics.missed(pods::missed);
  }

  List<ListWatch> all() {
    return all;
  }

  /// Reads all once, as it is now.
  void list() throws IOException {
    for (ListWatch watch : all) {
      String version = watch.list(true);
      assert !version.isEmpty();
    }
  }

  /// Reads once what tells where copies are.
  void listCopies() throws IOException {
    for (ListWatch watch : all) {
      if (watch instanceof CopyWatch || watch instanceof NamespaceWatch) {
        String version = watch.list(true);
        assert !version.isEmpty();
      }
    }
  }

  void awaitSynced() throws InterruptedException {
    for (ListWatch watch : all) {
      watch.awaitSynced();
    }
  }

  void stop() {
    all.forEach(ListWatch::stop);
  }
}

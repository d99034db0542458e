// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import io.eksbridge.sync.kube.ApiServer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/// All that is followed: the namespaces, the copies, and each Secret that is a source.
@Singleton
final class Watches {
  private final List<ListWatch> all;

  Watches(
      NamespaceWatch namespaces,
      CopyWatch copies,
      ApiServer server,
      Sources sources,
      Observed observed,
      NamespaceQueue queue,
      SyncMetrics metrics) {
    Stream<SourceWatch> ofSources =
        sources.references().values().stream()
            .map(reference -> List.of(reference.namespace(), reference.name()))
            .distinct()
            .map(
                secret ->
                    new SourceWatch(
                        secret.getFirst(), secret.getLast(), server, sources, observed, queue));
    this.all = Stream.concat(ofSources, Stream.of(copies, namespaces)).toList();
    all.forEach(watch -> metrics.watch(watch.name(), watch::age));
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

  void awaitSynced() throws InterruptedException {
    for (ListWatch watch : all) {
      watch.awaitSynced();
    }
  }

  void stop() {
    all.forEach(ListWatch::stop);
  }
}

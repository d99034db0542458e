// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.sync.kube.ApiServer;
import io.eksbridge.sync.kube.CopyReader;
import io.eksbridge.sync.kube.SidecarPods;
import io.eksbridge.sync.plan.Demand;
import io.eksbridge.sync.plan.PodView;
import io.eksbridge.sync.watch.NamespaceQueue.Lane;
import io.eksbridge.sync.watch.Pods.Seen;
import java.util.Set;

/// Follows the pods that one selector finds, by their metadata only: the server leaves out the
/// others, and those that have ended.
final class DemandWatch extends ListWatch {
  private final SidecarPods by;
  private final Pods pods;
  private final NamespaceQueue queue;

  DemandWatch(SidecarPods by, ApiServer server, Pods pods, NamespaceQueue queue) {
    super("pods " + by, server, by.things(true));
    this.by = by;
    this.pods = pods;
    this.queue = queue;
  }

  @Override
  String seen(JsonNode pod) {
    JsonNode metadata = pod.path("metadata");
    Seen seen = key(metadata);
    Demand demand =
        Demand.of(
            new PodView(
                seen.namespace(),
                seen.pod(),
                CopyReader.texts(metadata.path("labels")),
                CopyReader.texts(metadata.path("annotations")),
                by == SidecarPods.FARGATE));
    boolean news = pods.put(seen, demand);
    if (news || demand == Demand.NONE) {
      queue.add(seen.namespace(), news && isSynced() ? Lane.FAST : Lane.SLOW);
    }
    return seen.namespace() + "/" + seen.pod();
  }

  @Override
  void gone(JsonNode pod) {
    Seen seen = key(pod.path("metadata"));
    pods.remove(seen);
    queue.add(seen.namespace());
  }

  @Override
  void listed(Set<String> all, String version) {
    pods.only(by.name(), all).forEach(queue::add);
  }

  private Seen key(JsonNode metadata) {
    return new Seen(by.name(), metadata.path("namespace").asText(), metadata.path("name").asText());
  }
}

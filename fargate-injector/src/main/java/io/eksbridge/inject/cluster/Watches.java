// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.cluster;

import io.eksbridge.inject.AddressConfig;
import io.eksbridge.inject.Names;
import io.eksbridge.inject.WatchConfig;
import io.eksbridge.inject.api.ApiServer;
import io.eksbridge.inject.api.ListWatch;
import io.eksbridge.inject.api.Mirror;
import io.eksbridge.inject.api.Resource;
import io.eksbridge.inject.api.WatchMetrics;
import io.eksbridge.startup.Refusal;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.Config;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Context;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Begins the watches once the webhook serves, when there is an API server to watch, and ends them
/// with it.
@Context
public final class Watches {
  private static final Logger LOGGER = LoggerFactory.getLogger(Watches.class);

  private static final String CREDENTIALS = "credentials";

  private final Map<Resource, Mirror> wanted = new LinkedHashMap<>();
  private final BeanProvider<ApiClient> client;
  private final WatchConfig config;
  private final WatchMetrics metrics;
  private final List<Thread> threads = new ArrayList<>();
  private volatile List<ListWatch> watches = List.of();

  Watches(
      BeanProvider<ApiClient> client,
      WatchConfig config,
      AddressConfig address,
      ClusterState state,
      WatchMetrics metrics) {
    this.client = client;
    this.config = config;
    this.metrics = metrics;
    if (config.kubeconfig() == null && !inCluster()) {
      return;
    }
    String namespace = address.clusterAgentNamespace();
    wanted.put(Resource.namespaces(), state.namespaces());
    boolean one = state.secrets().size() == 1;
    state
        .secrets()
        .forEach(
            (name, mirror) ->
                wanted.put(
                    Resource.secrets(one ? CREDENTIALS : CREDENTIALS + "-" + name, name), mirror));
    String tokenSync = config.tokenSyncNamespace();
    if (tokenSync != null) {
      wanted.put(Resource.lease("token-sync", tokenSync, Names.FIELD_MANAGER), state.tokenSync());
    }
    wanted.put(
        Resource.service("stable-service", namespace, Names.STABLE_SERVICE), state.stableService());
    wanted.put(
        Resource.service("own-service", namespace, address.clusterAgentService()),
        state.ownService());
  }

  /// The client is made when the webhook listens already: its classes are not needed for an answer.
  @EventListener
  void serve(ServerStartupEvent serving) {
    begin();
  }

  /// Has each its list once, for whoever looks once.
  public void list() throws IOException {
    watches = watches();
    for (ListWatch each : watches) {
      var _ = each.list();
    }
  }

  void begin() {
    if (wanted.isEmpty()) {
      LOGGER
          .atWarn()
          .addKeyValue("credentials", "unknown")
          .log("no API server is watched: --kubeconfig names one");
      return;
    }
    watches = watches();
    for (ListWatch watch : watches) {
      threads.add(Thread.ofVirtual().name("watch-" + watch.name()).start(watch));
    }
  }

  @PreDestroy
  void end() {
    threads.forEach(Thread::interrupt);
  }

  /// Whether each has had its first list.
  public boolean complete() {
    return !synced().containsValue(false);
  }

  /// Each watch that there is or will be, and whether it has had its first list.
  Map<String, Boolean> synced() {
    var synced = new TreeMap<String, Boolean>();
    wanted.keySet().forEach(each -> synced.put(each.watch(), false));
    watches.forEach(each -> synced.put(each.name(), each.synced()));
    return synced;
  }

  private List<ListWatch> watches() {
    var api = new ApiServer(client());
    return wanted.entrySet().stream()
        .map(each -> new ListWatch(api, each.getKey(), each.getValue(), metrics))
        .toList();
  }

  private ApiClient client() {
    try {
      return client.get();
    } catch (RuntimeException unusable) { // whatever the client makes of a file that is none
      throw new Refusal(
          config.kubeconfig() == null
              ? "the ServiceAccount of this pod cannot be used: " + root(unusable)
              : "--kubeconfig " + config.kubeconfig() + " cannot be used: " + root(unusable),
          unusable);
    }
  }

  private static String root(Throwable problem) {
    Throwable root = problem;
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      root = cause;
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
  }

  private static boolean inCluster() {
    return System.getenv(Config.ENV_SERVICE_HOST) != null
        && Files.exists(Path.of(Config.SERVICEACCOUNT_TOKEN_PATH));
  }
}

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Begins the watches once the webhook serves, when there is an API server to watch, and ends them
/// with it.
@Context
final class Watches {
  private static final Logger LOGGER = LoggerFactory.getLogger(Watches.class);

  private static final String CREDENTIALS = "credentials";
  private static final String TOKEN_SYNC_LEASE = "eksbridge-token-sync"; // its field manager's name

  private final List<ListWatch> watches = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  Watches(
      BeanProvider<ApiClient> client,
      WatchConfig config,
      AddressConfig address,
      ClusterState state,
      WatchMetrics metrics) {
    if (config.kubeconfig() == null && !inCluster()) {
      return;
    }
    var api = new ApiServer(client(client, config));
    String namespace = address.clusterAgentNamespace();
    add(api, Resource.namespaces(), state.namespaces(), metrics);
    boolean one = state.secrets().size() == 1;
    state
        .secrets()
        .forEach(
            (name, mirror) ->
                add(
                    api,
                    Resource.secrets(one ? CREDENTIALS : CREDENTIALS + "-" + name, name),
                    mirror,
                    metrics));
    String tokenSync = config.tokenSyncNamespace();
    if (tokenSync != null) {
      add(
          api,
          Resource.lease("token-sync", tokenSync, TOKEN_SYNC_LEASE),
          state.tokenSync(),
          metrics);
    }
    add(
        api,
        Resource.service("stable-service", namespace, Names.STABLE_SERVICE),
        state.stableService(),
        metrics);
    add(
        api,
        Resource.service("own-service", namespace, address.clusterAgentService()),
        state.ownService(),
        metrics);
  }

  @EventListener
  void serve(ServerStartupEvent serving) {
    begin();
  }

  void begin() {
    if (watches.isEmpty()) {
      LOGGER
          .atWarn()
          .addKeyValue("credentials", "unknown")
          .log("no API server is watched: --kubeconfig names one");
    }
    for (ListWatch watch : watches) {
      threads.add(Thread.ofVirtual().name("watch-" + watch.name()).start(watch));
    }
  }

  @PreDestroy
  void end() {
    threads.forEach(Thread::interrupt);
  }

  List<ListWatch> all() {
    return List.copyOf(watches);
  }

  private void add(ApiServer api, Resource resource, Mirror mirror, WatchMetrics metrics) {
    watches.add(new ListWatch(api, resource, mirror, metrics));
  }

  private static ApiClient client(BeanProvider<ApiClient> client, WatchConfig config) {
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

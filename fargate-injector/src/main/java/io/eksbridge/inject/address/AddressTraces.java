// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.address;

import io.eksbridge.inject.AddressConfig;
import io.eksbridge.inject.CleanupConfig;
import io.eksbridge.inject.ControllerConfig;
import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.Names;
import io.eksbridge.inject.api.ApiObjects;
import io.eksbridge.inject.controller.Traces;
import io.eksbridge.inject.fleet.FargatePod;
import io.eksbridge.inject.service.Range;
import io.eksbridge.inject.sight.PodsMirror;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The stable Service and the memory of its address, which stay while pods still carry it: they do
/// not learn of another, and would lose the cluster agent.
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.CLEANUP)
@Singleton
final class AddressTraces implements Traces {
  private static final int SHOWN = 3;

  private final AddressPlaces places;
  private final String namespace;
  private final String release;
  private final CleanupConfig cleanup;
  private final ApiObjects objects;
  private final PodsMirror pods;

  AddressTraces(
      ControllerConfig config,
      AddressConfig address,
      CleanupConfig cleanup,
      ApiObjects objects,
      PodsMirror pods) {
    this.places = AddressPlaces.of(config, address);
    this.namespace = address.clusterAgentNamespace();
    this.release = config.namespace();
    this.cleanup = cleanup;
    this.objects = objects;
    this.pods = pods;
  }

  @Override
  public List<Trace> traces() throws IOException {
    Optional<String> kept =
        switch (cleanup.when()) {
          case ALWAYS -> Optional.empty();
          case NEVER -> Optional.of("--delete-address=never");
          case UNUSED -> carried();
        };
    return List.of(
        new Trace("service/" + namespace + "/" + Names.STABLE_SERVICE, places.stable(), kept),
        new Trace("configmap/" + release + "/" + Names.ADDRESS_CONFIG_MAP, places.memory(), kept));
  }

  private Optional<String> carried() throws IOException {
    String address =
        objects.get(places.stable()).map(each -> each.at("/spec/clusterIP").asText()).orElse("");
    if (Range.address(address).isEmpty()) {
      return Optional.empty();
    }
    pods.watch().list();
    List<String> carrying =
        pods.all().stream()
            .filter(each -> !each.ended() && Range.same(host(each.address()), address))
            .map(FargatePod::title)
            .sorted()
            .toList();
    return carrying.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%d pods carry %s (%s%s): restart them and run this again, or say --delete-address=always"
                .formatted(
                    carrying.size(),
                    address,
                    String.join(", ", carrying.subList(0, Math.min(SHOWN, carrying.size()))),
                    carrying.size() > SHOWN ? ", ..." : ""));
  }

  private static String host(String url) {
    return url.replaceFirst("^https://\\[?", "").replaceFirst("]?:\\d+$", "");
  }
}

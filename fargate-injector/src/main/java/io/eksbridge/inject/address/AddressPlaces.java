// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.address;

import io.eksbridge.inject.AddressConfig;
import io.eksbridge.inject.ControllerConfig;
import io.eksbridge.inject.Names;
import io.eksbridge.inject.api.Resource;
import io.eksbridge.inject.api.Selection;
import java.util.List;

/// The paths of what the address is made of.
///
/// @param services of the cluster agent's namespace
/// @param slices where its endpoints are
/// @param memory the ConfigMap
record AddressPlaces(String services, String slices, String memory) {
  static final String RANGES = "/apis/networking.k8s.io/v1/servicecidrs";
  static final String HOLDERS = "/apis/networking.k8s.io/v1/ipaddresses/";

  private static final String CONFIG_MAPS = "/api/v1/namespaces/%s/configmaps";

  static AddressPlaces of(ControllerConfig config, AddressConfig address) {
    String namespace = address.clusterAgentNamespace();
    return new AddressPlaces(
        "/api/v1/namespaces/" + namespace + "/services",
        "/apis/discovery.k8s.io/v1/namespaces/" + namespace + "/endpointslices",
        CONFIG_MAPS.formatted(config.namespace()) + "/" + Names.ADDRESS_CONFIG_MAP);
  }

  /// The Service's own path.
  String stable() {
    return services + "/" + Names.STABLE_SERVICE;
  }

  /// What is watched, only to learn that it changed.
  List<Resource> watched(ControllerConfig config) {
    return List.of(
        new Resource("address-services", services, new Selection.All(), true),
        new Resource(
            "address-endpoints",
            slices,
            new Selection.Labelled("kubernetes.io/service-name", Names.STABLE_SERVICE),
            true),
        new Resource(
            "address-memory",
            CONFIG_MAPS.formatted(config.namespace()),
            new Selection.Named(Names.ADDRESS_CONFIG_MAP),
            true));
  }
}

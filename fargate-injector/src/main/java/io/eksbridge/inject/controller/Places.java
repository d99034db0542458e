// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.controller;

import io.eksbridge.inject.ControllerConfig;
import io.eksbridge.inject.Names;
import io.eksbridge.inject.api.Resource;

/// The paths of the objects that are the controller's.
///
/// @param secret of the certificate
/// @param lease of the one replica that works
record Places(String secret, String lease) {
  static Places of(ControllerConfig config) {
    String namespace = config.namespace();
    return new Places(
        "/api/v1/namespaces/" + namespace + "/secrets/" + config.tlsSecret(),
        "/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases/" + Names.INJECTOR);
  }

  static String configuration(String name) {
    return Resource.CONFIGURATIONS + "/" + name;
  }
}

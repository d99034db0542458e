// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.registrar;

import io.eksbridge.inject.ControllerConfig;
import io.eksbridge.inject.Names;
import io.eksbridge.inject.TlsSource;
import io.eksbridge.inject.api.Resource;
import java.util.ArrayList;
import java.util.List;

/// The paths of the objects that are kept.
///
/// @param secret of the certificate
record Places(String secret) {
  static Places of(ControllerConfig config) {
    String namespace = config.namespace();
    return new Places("/api/v1/namespaces/" + namespace + "/secrets/" + config.tlsSecret());
  }

  /// What is to be looked at again when it changes.
  static List<Resource> watched(ControllerConfig config) {
    var watched = new ArrayList<Resource>();
    if (config.tlsSource() == TlsSource.CONTROLLER) {
      watched.add(Resource.secret("certificate", config.namespace(), config.tlsSecret()));
    }
    watched.add(Resource.configuration("automatic", Names.AUTOMATIC_CONFIGURATION));
    watched.add(Resource.configuration("opt-in", Names.OPT_IN_CONFIGURATION));
    return watched;
  }

  static String configuration(String name) {
    return Resource.CONFIGURATIONS + "/" + name;
  }
}

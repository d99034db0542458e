// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.cluster;

import io.eksbridge.inject.AddressConfig;
import io.eksbridge.inject.SidecarConfig;
import io.eksbridge.inject.verdict.ClusterView;
import io.eksbridge.inject.verdict.ClusterView.Endpoint;
import jakarta.inject.Singleton;
import java.util.Optional;

/// What is known of the cluster at this moment; asking it never waits.
@Singleton
public final class ClusterState {
  private final Optional<Endpoint> given;
  private final CredentialsMirror credentials;
  private final ServiceMirror stableService = new ServiceMirror();
  private final ServiceMirror ownService = new ServiceMirror();

  ClusterState(AddressConfig address, SidecarConfig sidecar) {
    this.given = address.given();
    this.credentials = new CredentialsMirror(sidecar.apiKeyKey(), sidecar.tokenKey());
  }

  /// The cluster as a pod of this namespace should see it.
  public ClusterView view(String namespace) {
    return new ClusterView(
        given.or(stableService::endpoint).or(ownService::endpoint), credentials.in(namespace));
  }

  CredentialsMirror credentials() {
    return credentials;
  }

  ServiceMirror stableService() {
    return stableService;
  }

  ServiceMirror ownService() {
    return ownService;
  }
}

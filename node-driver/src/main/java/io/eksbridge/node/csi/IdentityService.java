// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.csi;

import csi.v1.GetPluginCapabilitiesRequest;
import csi.v1.GetPluginCapabilitiesResponse;
import csi.v1.GetPluginInfoRequest;
import csi.v1.GetPluginInfoResponse;
import csi.v1.IdentityGrpc;
import csi.v1.ProbeRequest;
import csi.v1.ProbeResponse;
import io.eksbridge.node.NodeDriver;
import io.eksbridge.node.NodeDriverConfig;
import io.eksbridge.startup.Version;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Singleton;

/// Who answers here: constants.
@Singleton
final class IdentityService extends IdentityGrpc.IdentityImplBase {
  private final GetPluginInfoResponse info;

  IdentityService(NodeDriverConfig config) {
    this.info =
        GetPluginInfoResponse.newBuilder()
            .setName(config.driverName())
            .setVendorVersion(Version.of(NodeDriver.class))
            .build();
  }

  @Override
  public void getPluginInfo(
      GetPluginInfoRequest request, StreamObserver<GetPluginInfoResponse> caller) {
    caller.onNext(info);
    caller.onCompleted();
  }

  @Override
  public void getPluginCapabilities(
      GetPluginCapabilitiesRequest request, StreamObserver<GetPluginCapabilitiesResponse> caller) {
    caller.onNext(GetPluginCapabilitiesResponse.getDefaultInstance());
    caller.onCompleted();
  }

  @Override
  public void probe(ProbeRequest request, StreamObserver<ProbeResponse> caller) {
    caller.onNext(ProbeResponse.getDefaultInstance()); // no word on readiness means ready
    caller.onCompleted();
  }
}

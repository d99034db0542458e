// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.kubelet;

import io.grpc.stub.StreamObserver;
import java.util.function.Consumer;
import pluginregistration.InfoRequest;
import pluginregistration.PluginInfo;
import pluginregistration.RegistrationGrpc;
import pluginregistration.RegistrationStatus;
import pluginregistration.RegistrationStatusResponse;

/// What the kubelet asks a plugin: who it is; and tells it: whether it took it in.
final class RegistrationService extends RegistrationGrpc.RegistrationImplBase {
  private final PluginInfo info;
  private final Runnable asked;
  private final Consumer<RegistrationStatus> told;

  RegistrationService(PluginInfo info, Runnable asked, Consumer<RegistrationStatus> told) {
    this.info = info;
    this.asked = asked;
    this.told = told;
  }

  @Override
  public void getInfo(InfoRequest request, StreamObserver<PluginInfo> caller) {
    asked.run();
    caller.onNext(info);
    caller.onCompleted();
  }

  @Override
  public void notifyRegistrationStatus(
      RegistrationStatus status, StreamObserver<RegistrationStatusResponse> caller) {
    told.accept(status);
    caller.onNext(RegistrationStatusResponse.getDefaultInstance());
    caller.onCompleted();
  }
}

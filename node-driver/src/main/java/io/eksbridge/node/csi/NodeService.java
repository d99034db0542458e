// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.csi;

import csi.v1.NodeGetCapabilitiesRequest;
import csi.v1.NodeGetCapabilitiesResponse;
import csi.v1.NodeGetInfoRequest;
import csi.v1.NodeGetInfoResponse;
import csi.v1.NodeGrpc;
import csi.v1.NodePublishVolumeRequest;
import csi.v1.NodePublishVolumeResponse;
import csi.v1.NodeServiceCapability;
import csi.v1.NodeServiceCapability.RPC;
import csi.v1.NodeUnpublishVolumeRequest;
import csi.v1.NodeUnpublishVolumeResponse;
import io.eksbridge.node.NodeDirectoryConfig;
import io.eksbridge.node.NodeDriverConfig;
import io.eksbridge.node.NodeDriverMetrics;
import io.eksbridge.node.csi.PublishRequests.Reading;
import io.eksbridge.node.mount.Volumes;
import io.eksbridge.node.volume.AgentSockets;
import io.eksbridge.node.volume.Asked;
import io.eksbridge.node.volume.Problem;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes and unpublishes: reads the request, has it done, reports.
@Singleton
final class NodeService extends NodeGrpc.NodeImplBase {
  private static final Logger LOG = LoggerFactory.getLogger(NodeService.class);

  /// The kubelet is to tell the pod's group, and to leave every volume's owner alone.
  private static final NodeGetCapabilitiesResponse CAPABILITIES =
      NodeGetCapabilitiesResponse.newBuilder()
          .addCapabilities(
              NodeServiceCapability.newBuilder()
                  .setRpc(RPC.newBuilder().setType(RPC.Type.VOLUME_MOUNT_GROUP)))
          .build();

  private final Set<Asked> advised = ConcurrentHashMap.newKeySet();
  private final String nodeId;
  private final AgentSockets agent;
  private final PublishRequests requests;
  private final Volumes volumes;
  private final LibraryCalls libraries;
  private final NodeDriverMetrics metrics;

  NodeService(
      NodeDriverConfig config,
      NodeDirectoryConfig directories,
      Volumes volumes,
      LibraryCalls libraries,
      NodeDriverMetrics metrics) {
    this.libraries = libraries;
    this.nodeId = config.nodeId();
    this.agent = config.agent();
    this.requests =
        new PublishRequests(
            agent,
            config.kubelet(),
            Optional.of(directories.directories()).filter(_ -> directories.nodeDirectoryEnabled()));
    this.volumes = volumes;
    this.metrics = metrics;
  }

  @Override
  public void nodePublishVolume(
      NodePublishVolumeRequest wire, StreamObserver<NodePublishVolumeResponse> caller) {
    if (requests.isOfLibraries(wire)) {
      libraries.publish(wire, requests, new LibraryAnswer(requests.asked(wire), caller));
      return;
    }
    Optional<Problem> problem =
        switch (requests.publish(wire)) {
          case Reading.Checked(var want) -> volumes.publish(want);
          case Reading.Unfit(var why) -> Optional.of(why);
        };
    Asked asked = requests.asked(wire);
    advise(asked);
    metrics.published(asked, agent, problem);
    answer(caller, NodePublishVolumeResponse.getDefaultInstance(), problem);
  }

  /// Says once for each older spelling what took its place.
  private void advise(Asked asked) {
    if (asked instanceof Asked.Known known && known.isDeprecated() && advised.add(asked)) {
      LOG.atWarn()
          .addKeyValue("asked", known.label())
          .addKeyValue("instead", known.kind().successor().type())
          .log("a volume asks by a deprecated type or mode");
    }
  }

  @Override
  public void nodeUnpublishVolume(
      NodeUnpublishVolumeRequest wire, StreamObserver<NodeUnpublishVolumeResponse> caller) {
    Optional<Problem> problem =
        switch (requests.unpublish(wire)) {
          case Reading.Checked(var target) -> volumes.unpublish(target);
          case Reading.Unfit(var why) -> Optional.of(why);
        };
    if (problem.isEmpty()) {
      libraries.removed(wire.getVolumeId());
    }
    metrics.unpublished(problem);
    answer(caller, NodeUnpublishVolumeResponse.getDefaultInstance(), problem);
  }

  @Override
  public void nodeGetCapabilities(
      NodeGetCapabilitiesRequest request, StreamObserver<NodeGetCapabilitiesResponse> caller) {
    answer(caller, CAPABILITIES, Optional.empty());
  }

  @Override
  public void nodeGetInfo(NodeGetInfoRequest request, StreamObserver<NodeGetInfoResponse> caller) {
    answer(caller, NodeGetInfoResponse.newBuilder().setNodeId(nodeId).build(), Optional.empty());
  }

  /// Answers a publish of a library, from whichever thread.
  private final class LibraryAnswer implements LibraryCalls.Answer {
    private final Asked asked;
    private final StreamObserver<NodePublishVolumeResponse> caller;

    LibraryAnswer(Asked asked, StreamObserver<NodePublishVolumeResponse> caller) {
      this.asked = asked;
      this.caller = caller;
    }

    @Override
    public void give(String name, Optional<Problem> problem) {
      metrics.published(asked, problem.isEmpty() ? name : "", problem);
      answer(caller, NodePublishVolumeResponse.getDefaultInstance(), problem);
    }

    @Override
    public void fail(RuntimeException surprise) {
      LOG.atError().setCause(surprise).addKeyValue("method", "NodePublishVolume").log("failed");
      caller.onError(RpcStatus.surprise().asRuntimeException());
    }
  }

  private static <A> void answer(StreamObserver<A> caller, A answer, Optional<Problem> problem) {
    if (problem.isPresent()) {
      caller.onError(RpcStatus.of(problem.get()).asRuntimeException());
    } else {
      caller.onNext(answer);
      caller.onCompleted();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.csi;

import csi.v1.NodePublishVolumeRequest;
import csi.v1.NodeUnpublishVolumeRequest;
import io.eksbridge.node.NodeDriverMetrics;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/// A call that tells the log and the meters how it ended.
final class ReportedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
  private static final Logger LOG = LoggerFactory.getLogger(RpcEdge.class);
  private static final int LONGEST = 256; // a volume's id has 68 letters, a target under 200

  private final NodeDriverMetrics metrics;
  private final long began = System.nanoTime();
  private @Nullable Q message;

  ReportedCall(ServerCall<Q, A> call, NodeDriverMetrics metrics) {
    super(call);
    this.metrics = metrics;
  }

  void asked(Q asked) {
    this.message = asked;
  }

  String method() {
    return Objects.requireNonNullElse(getMethodDescriptor().getBareMethodName(), "");
  }

  @Override
  public void close(Status status, Metadata trailers) {
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    metrics.answered(method(), status.getCode().name(), took);
    LoggingEventBuilder line = LOG.atLevel(level(status)).addKeyValue("method", method());
    line =
        switch (message) {
          case NodePublishVolumeRequest publish ->
              line.addKeyValue("volume_id", whole(publish.getVolumeId()))
                  .addKeyValue("type", RpcStatus.quote(PublishRequests.type(publish)))
                  .addKeyValue("target_path", whole(publish.getTargetPath()));
          case NodeUnpublishVolumeRequest unpublish ->
              line.addKeyValue("volume_id", whole(unpublish.getVolumeId()))
                  .addKeyValue("target_path", whole(unpublish.getTargetPath()));
          case null, default -> line;
        };
    if (!status.isOk()) {
      line = line.addKeyValue("problem", status.getDescription());
    }
    line.addKeyValue("code", status.getCode().name())
        .addKeyValue("duration_ms", took.toNanos() / 1_000_000.0)
        .log("answered");
    super.close(status, trailers);
  }

  /// As the kubelet writes it, to be searched for.
  private static String whole(String text) {
    return RpcStatus.quote(text, LONGEST);
  }

  private Level level(Status status) {
    if (!status.isOk()) {
      return Level.WARN;
    }
    return message instanceof NodePublishVolumeRequest
            || message instanceof NodeUnpublishVolumeRequest
        ? Level.INFO
        : Level.DEBUG; // the kubelet asks after health and capabilities all the time
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.csi;

import io.eksbridge.node.volume.Asked;
import io.eksbridge.node.volume.Problem;
import io.eksbridge.node.volume.VolumeKind;
import io.grpc.Status;
import java.util.regex.Pattern;

/// The one file that knows both vocabularies: problems and gRPC statuses.
///
/// After ABORTED and UNAVAILABLE the kubelet counts the volume as perhaps there and unpublishes it
/// later; after the others it takes it that nothing was left.
public final class RpcStatus {
  private static final int LONGEST_QUOTE = 64;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private RpcStatus() {}

  /// What a caller is told.
  public static Status of(Problem problem) {
    return switch (problem) {
      case Problem.BadField(var field, var why) ->
          Status.INVALID_ARGUMENT.withDescription(field + " " + why);
      case Problem.UnknownType(var given) ->
          Status.INVALID_ARGUMENT.withDescription(
              "volumeAttributes.type must be one of %s: \"%s\""
                  .formatted(String.join(", ", VolumeKind.types()), quote(given)));
      case Problem.UnknownMode(var given) ->
          Status.INVALID_ARGUMENT.withDescription(
              "volumeAttributes.mode must be %s or %s, or better volumeAttributes.type: \"%s\""
                  .formatted(Asked.MODE_SOCKET, Asked.MODE_LOCAL, quote(given)));
      case Problem.PathNotPermitted(var given, var permitted) ->
          Status.INVALID_ARGUMENT.withDescription(
              "volumeAttributes.path \"%s\" is not allowed; permitted paths are %s"
                  .formatted(quote(given), permitted));
      case Problem.SourceUnfit(var source, var found, var wanted) ->
          Status.FAILED_PRECONDITION.withDescription(
              ("%s is %s and must be %s: see that the Datadog Agent runs on this node and listens"
                      + " there, or give the driver its path (--dsd-host-socket-path,"
                      + " --apm-host-socket-path, --dsd-stream-host-socket-path)")
                  .formatted(source, found.words(), wanted.words()));
      case Problem.BadWay(var above, var found) ->
          Status.FAILED_PRECONDITION.withDescription(
              "%s, above target_path, is %s and must be a directory"
                  .formatted(above, found.words()));
      case Problem.TargetTaken(var target, var by) ->
          Status.ALREADY_EXISTS.withDescription(
              "target_path %s is taken by %s".formatted(target, by));
      case Problem.Underway(var target) ->
          Status.ABORTED.withDescription("another call works on target_path " + target);
      case Problem.KernelRefused(var call, var path, var error) ->
          Status.INTERNAL.withDescription("%s %s: %s".formatted(call, path, error));
      case Problem.LeftBehind(var first, var undoing) ->
          Status.UNAVAILABLE.withDescription(
              "%s; and undoing failed: %s"
                  .formatted(of(first).getDescription(), of(undoing).getDescription()));
    };
  }

  /// What a caller is told of a fault of the driver: nothing of its insides.
  static Status surprise() {
    return Status.INTERNAL.withDescription("the driver failed; its log says why");
  }

  /// At most so much of what a caller wrote, without what would break a line.
  static String quote(String text) {
    String line = CONTROL.matcher(text).replaceAll("?");
    return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "...";
  }
}

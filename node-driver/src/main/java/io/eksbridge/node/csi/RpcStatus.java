// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.csi;

import io.eksbridge.node.library.LibraryFault;
import io.eksbridge.node.volume.Asked;
import io.eksbridge.node.volume.Problem;
import io.eksbridge.node.volume.VolumeKind;
import io.grpc.Status;
import java.util.regex.Pattern;

/// The one file that knows both vocabularies: problems and gRPC statuses.
///
/// After ABORTED, RESOURCE_EXHAUSTED and UNAVAILABLE the kubelet counts the volume as perhaps there
/// and unpublishes it later; after the others it takes it that nothing was left.
public final class RpcStatus {
  private static final int LONGEST_QUOTE = 64;
  private static final Pattern ERRNO = Pattern.compile(" ");

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
      case Problem.SwitchedOff() ->
          Status.FAILED_PRECONDITION.withDescription(
              "volumeAttributes.type NodeDirectory is switched off on this node: the cluster's"
                  + " operator switches it on (--node-directory-enabled, in the chart"
                  + " nodeDirectory.enabled)");
      case Problem.BadName(var field, var given) ->
          Status.INVALID_ARGUMENT.withDescription(
              ("%s must be 1 to 63 lower-case letters, digits and dashes, with a letter or digit at"
                      + " both ends: \"%s\"")
                  .formatted(field, quote(given)));
      case Problem.PodUnknown(var attribute) ->
          Status.FAILED_PRECONDITION.withDescription(
              "the kubelet does not say whose volume this is (%s): the driver's CSIDriver object"
                      .formatted(attribute)
                  + " needs spec.podInfoOnMount: true");
      case Problem.NoGroup(var given) ->
          Status.INVALID_ARGUMENT.withDescription(
              ("volume_capability.mount.volume_mount_group must be the group that may write in the"
                      + " directory: set spec.securityContext.fsGroup in the pod: \"%s\"")
                  .formatted(quote(given)));
      case Problem.OtherGroup(var directory, var owner, var asks) ->
          Status.FAILED_PRECONDITION.withDescription(
              ("%s belongs to group %d and the pod's group is %d: give the pod"
                      + " spec.securityContext.fsGroup: %d, or its volume another"
                      + " volumeAttributes.name")
                  .formatted(directory, owner, asks, owner));
      case Problem.StorageUnfit(var path, var found) ->
          Status.FAILED_PRECONDITION.withDescription(
              ("%s, or what it lies in, is %s and must be a directory: move it away on the node, or"
                      + " give the driver another --storage-path")
                  .formatted(path, found.words()));
      case Problem.DirectoryFull(var path, var found, var limit) ->
          Status.RESOURCE_EXHAUSTED.withDescription(
              ("%s holds %d bytes in %s%d files, and may hold %d bytes: delete what is not needed"
                      + " (the driver looks every minute), or raise --node-directory-limit or"
                      + " --node-directory-total-limit")
                  .formatted(
                      path, found.bytes(), found.whole() ? "" : "over ", found.files(), limit));
      case Problem.OfLibrary(var why) -> of(why.fault()).withDescription(why.words());
      case Problem.TooManyDirectories(var root, var found) ->
          Status.RESOURCE_EXHAUSTED.withDescription(
              "%s holds %d node directories already: delete those that are not needed"
                  .formatted(root, found));
      case Problem.BadWay(var above, var found) ->
          Status.FAILED_PRECONDITION.withDescription(
              "%s, above target_path, is %s and must be a directory"
                  .formatted(above, found.words()));
      case Problem.TargetTaken(var target, var by) ->
          Status.ALREADY_EXISTS.withDescription(
              "target_path %s is taken by %s".formatted(target, by));
      case Problem.NotOurs(var target, var found) ->
          Status.FAILED_PRECONDITION.withDescription(
              "target_path %s is %s, which this driver never makes: remove it on the node"
                  .formatted(target, found.words()));
      case Problem.Underway(var target) ->
          Status.ABORTED.withDescription("another call works on target_path " + target);
      case Problem.KernelRefused(var call, var path, var error) ->
          refused(error).withDescription("%s %s: %s".formatted(call, path, error));
      case Problem.StillThere(var why) ->
          Status.UNAVAILABLE.withDescription(
              of(why).getDescription() + "; what was mounted at target_path before is there still");
      case Problem.LeftBehind(var first, var undoing) ->
          Status.UNAVAILABLE.withDescription(
              "%s; and undoing failed: %s"
                  .formatted(of(first).getDescription(), of(undoing).getDescription()));
    };
  }

  /// Whoever can mend it: the pod's author, the cluster's operator, or time.
  private static Status of(LibraryFault fault) {
    return switch (fault) {
      case BAD_REQUEST -> Status.INVALID_ARGUMENT;
      case SWITCHED_OFF, UNFIT_IMAGE, TOO_LARGE, STORAGE -> Status.FAILED_PRECONDITION;
      case NOT_ALLOWED, PRIVATE_ADDRESS -> Status.PERMISSION_DENIED;
      case NOT_FOUND -> Status.NOT_FOUND;
      case DENIED -> Status.UNAUTHENTICATED;
      case UNREACHABLE -> Status.UNAVAILABLE;
      case CORRUPT -> Status.DATA_LOSS;
      case DISK_FULL -> Status.RESOURCE_EXHAUSTED;
      case DEADLINE -> Status.DEADLINE_EXCEEDED;
      case CANCELLED -> Status.CANCELLED;
    };
  }

  /// A disk or table that is full empties again by itself, one that is read-only by an operator,
  /// and what went away between the look and the call may come back.
  private static Status refused(String error) {
    return switch (ERRNO.splitAsStream(error).findFirst().orElse("")) {
      case "ENOSPC", "EDQUOT", "ENOMEM", "EMFILE", "ENFILE" -> Status.RESOURCE_EXHAUSTED;
      case "EROFS", "ENOENT" -> Status.FAILED_PRECONDITION;
      default -> Status.INTERNAL;
    };
  }

  /// What a caller is told of a fault of the driver: nothing of its insides.
  static Status surprise() {
    return Status.INTERNAL.withDescription("the driver failed; its log says why");
  }

  /// At most so much of what a caller wrote, without what would break a line.
  static String quote(String text) {
    return quote(text, LONGEST_QUOTE);
  }

  /// The same with another limit.
  static String quote(String text, int longest) {
    char[] letters = new char[Math.min(text.length(), longest)];
    text.getChars(0, letters.length, letters, 0);
    for (int at = 0; at < letters.length; at++) {
      if (Character.isISOControl(letters[at])) {
        letters[at] = '?';
      }
    }
    String line = new String(letters);
    return letters.length == text.length() ? line : line + "...";
  }
}

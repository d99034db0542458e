// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A place where the kubelet has a CSI volume of a pod: nothing else is ever mounted on, unmounted
/// or removed.
///
/// @param path the whole path
/// @param kubelet the kubelet's folder that it lies in
public record TargetPath(Path path, Path kubelet) {
  private static final String FIELD = "target_path";
  private static final int LONGEST_PATH = 4095;
  private static final int LONGEST_NAME = 255;
  private static final int NAMES = 6; // pods/<uid>/volumes/kubernetes.io~csi/<name>/mount
  private static final String PODS = "pods";
  private static final String VOLUMES = "volumes";
  private static final String CSI = "kubernetes.io~csi";

  /// Whether a text names such a place; nothing is looked at.
  public sealed interface Reading {
    /// It does.
    record Inside(TargetPath target) implements Reading {}

    /// It does not.
    record Unfit(Problem why) implements Reading {}
  }

  /// Reads `text`, which a caller gave, below `kubelet`.
  public static Reading read(String text, Path kubelet) {
    if (text.isEmpty()) {
      return unfit("must not be empty");
    }
    int bytes = 0;
    int inName = 0;
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      int point = text.codePointAt(at);
      if (Character.isISOControl(point)) {
        return unfit("must not hold control characters");
      }
      bytes += bytes(point);
      inName = point == '/' ? 0 : inName + bytes(point);
      if (bytes > LONGEST_PATH || inName > LONGEST_NAME) {
        return unfit("is longer than a path can be");
      }
    }
    Path path = Path.of(text);
    boolean plain = path.isAbsolute() && path.normalize().toString().equals(text);
    if (!plain || !path.startsWith(kubelet) || !isOfAVolume(kubelet.relativize(path))) {
      return unfit(
          "must be %s/<uid>/%s/%s/<volume>/mount, without . or .."
              .formatted(kubelet.resolve(PODS), VOLUMES, CSI));
    }
    return new Reading.Inside(new TargetPath(path, kubelet));
  }

  /// The last name is left open: it is `mount` where a kubelet calls.
  private static boolean isOfAVolume(Path relative) {
    return relative.getNameCount() == NAMES
        && relative.getName(0).toString().equals(PODS)
        && relative.getName(2).toString().equals(VOLUMES)
        && relative.getName(3).toString().equals(CSI);
  }

  /// The uid of the pod whose volume it is.
  public String pod() {
    return name(1);
  }

  /// The volume's name in that pod.
  public String volume() {
    return name(4);
  }

  private String name(int index) {
    return path.getName(kubelet.getNameCount() + index).toString();
  }

  /// The way from the kubelet's folder to the one that the target lies in.
  public String way() {
    String whole = path.toString();
    return whole.substring(kubelet.toString().length() + 1, whole.lastIndexOf('/'));
  }

  /// The folders from the kubelet's, without it, down to the target, without that: none may be a
  /// symbolic link.
  public List<Path> above() {
    var folders = new ArrayList<Path>();
    Path reached = kubelet;
    Path relative = kubelet.relativize(path);
    for (int depth = 0; depth < relative.getNameCount() - 1; depth++) {
      reached = reached.resolve(relative.getName(depth));
      folders.add(reached);
    }
    return List.copyOf(folders);
  }

  private static Reading unfit(String why) {
    return new Reading.Unfit(new Problem.BadField(FIELD, why));
  }

  /// How many bytes the kernel is given, in UTF-8.
  private static int bytes(int point) {
    return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// A directory of this node for the pods of one namespace; it outlives them.
///
/// @param root the folder of all such directories
/// @param namespace of the pods that may have it
/// @param name by which they ask for it
/// @param group that may write in it, and nobody else
public record NodeDirectory(Path root, String namespace, String name, long group) {
  /// Its owner: the driver.
  public static final long OWNER = 0;

  /// The group reads and writes, and what is made below belongs to the group too.
  public static final int MODE = 02770;

  /// The last name of the folder of all such directories.
  public static final String FOLDER = "directories";

  /// As it is made, before it belongs to its group.
  public static final int MADE = 0700;

  private static final String NAME = "name";
  private static final String POD_NAMESPACE = "csi.storage.k8s.io/pod.namespace";
  private static final String POD_UID = "csi.storage.k8s.io/pod.uid";
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern PLACE = Pattern.compile(".*/" + FOLDER + "/" + LABEL + "/" + LABEL);
  private static final Pattern GROUP = Pattern.compile("[0-9]{1,10}");

  /// Whether a request names such a directory; nothing is looked at.
  public sealed interface Reading {
    /// It does.
    record Named(NodeDirectory directory) implements Reading {}

    /// It does not.
    record Unfit(Problem why) implements Reading {}
  }

  /// Where it is on the node.
  public Path path() {
    return root.resolve(namespace).resolve(name);
  }

  /// The folders from the driver's storage, without it, down to this one.
  public List<Path> way() {
    return List.of(root, root.resolve(namespace), path());
  }

  /// Reads what a pod wrote and what the kubelet added. A pod could write the kubelet's attributes
  /// itself where the kubelet does not, but it cannot know its own UID before it is there.
  public static Reading read(
      Path root, Map<String, String> attributes, String group, TargetPath target) {
    String name = attributes.getOrDefault(NAME, "");
    String namespace = attributes.getOrDefault(POD_NAMESPACE, "");
    if (!LABEL.matcher(name).matches()) {
      return new Reading.Unfit(new Problem.BadName("volumeAttributes." + NAME, name));
    }
    if (!LABEL.matcher(namespace).matches() || !target.pod().equals(attributes.get(POD_UID))) {
      return new Reading.Unfit(new Problem.PodUnknown(POD_NAMESPACE));
    }
    if (!GROUP.matcher(group).matches() || Long.parseLong(group) > Integer.MAX_VALUE) {
      return new Reading.Unfit(new Problem.NoGroup(group));
    }
    return new Reading.Named(new NodeDirectory(root, namespace, name, Long.parseLong(group)));
  }

  /// Whether that is the place of one, on whatever file system.
  static boolean isPlace(String shown) {
    return PLACE.matcher(shown).matches();
  }

  /// Whether it is still as the driver made it.
  boolean isKept(SourceView found) {
    return found.owner() == OWNER && found.mode() == MODE;
  }

  /// Whether the driver ended between making it and giving it to a group.
  static boolean isUnfinished(SourceView found) {
    return found.owner() == OWNER && found.group() == 0 && found.mode() == MADE;
  }
}

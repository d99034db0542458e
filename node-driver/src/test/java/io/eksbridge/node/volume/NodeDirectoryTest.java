// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NodeDirectoryTest {
  private static final Path ROOT = Path.of("/storage/directories");
  private static final Path KUBELET = Path.of("/k");
  private static final TargetPath TARGET =
      new TargetPath(KUBELET.resolve("pods/uid-1/volumes/kubernetes.io~csi/cache/mount"), KUBELET);
  private static final Map<String, String> ATTRIBUTES =
      Map.of(
          "name", "cache",
          "csi.storage.k8s.io/pod.namespace", "shop",
          "csi.storage.k8s.io/pod.uid", "uid-1");

  @Test
  void aDirectoryIsNamedByThePodAndItsNamespace() {
    NodeDirectory directory = new NodeDirectory(ROOT, "shop", "cache", 2000);

    assertThat(NodeDirectory.read(ROOT, ATTRIBUTES, "2000", TARGET))
        .isEqualTo(new NodeDirectory.Reading.Named(directory));
    assertThat(directory.path()).isEqualTo(Path.of("/storage/directories/shop/cache"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "a/b",
        "../other",
        "/etc",
        "a\0b",
        "a b",
        "Cache",
        "-a",
        "a-",
        "a.b",
        "a_b",
        "ä",
        "abcdefghijklmnopqrstuvwxyz-abcdefghijklmnopqrstuvwxyz-0123456789a"
      })
  void aNameThatIsNoLabelIsRefused(String name) {
    assertThat(read(with("name", name), "2000"))
        .isEqualTo(new Problem.BadName("volumeAttributes.name", name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "a/b"})
  void aNamespaceThatTheKubeletDoesNotTellIsRefused(String namespace) {
    assertThat(read(with("csi.storage.k8s.io/pod.namespace", namespace), "2000"))
        .isInstanceOf(Problem.PodUnknown.class);
  }

  @Test
  void aPodThatWritesTheKubeletsAttributesItselfIsRefused() {
    assertThat(read(with("csi.storage.k8s.io/pod.uid", "uid-2"), "2000"))
        .isInstanceOf(Problem.PodUnknown.class);
    assertThat(read(Map.of("name", "a", "csi.storage.k8s.io/pod.namespace", "other"), "2000"))
        .isInstanceOf(Problem.PodUnknown.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "root", "2147483648", "99999999999", "1 "})
  void aPodWithoutAGroupIsRefused(String group) {
    assertThat(read(ATTRIBUTES, group)).isEqualTo(new Problem.NoGroup(group));
  }

  private static Map<String, String> with(String key, String value) {
    Map<String, String> changed = new HashMap<>(ATTRIBUTES);
    changed.put(key, value);
    return changed;
  }

  private static Problem read(Map<String, String> attributes, String group) {
    return switch (NodeDirectory.read(ROOT, attributes, group, TARGET)) {
      case NodeDirectory.Reading.Unfit(var why) -> why;
      case NodeDirectory.Reading.Named named -> throw new AssertionError(named);
    };
  }
}

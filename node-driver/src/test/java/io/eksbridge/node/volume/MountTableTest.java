// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class MountTableTest {
  private static final String POD = "/var/lib/kubelet/pods/%s/volumes/kubernetes.io~csi/dd/mount";

  private final MountTable table = MountTable.parse(fixture());

  @Test
  void theLayersOfAPlaceComeInTheOrderOfMounting() {
    List<MountTable.Layer> layers = table.at(POD.formatted(1));

    assertThat(layers).extracting(MountTable.Layer::isConfined).containsExactly(true, false);
    assertThat(layers).extracting(MountTable.Layer::root).containsOnly("/datadog");
  }

  @Test
  void aPlaceWithoutAMountHasNoLayers() {
    assertThat(table.at(POD.formatted(3))).isEmpty();
    assertThat(table.at("/var/lib/kubelet")).isEmpty();
  }

  @Test
  void theKernelsEscapesAreUndone() {
    assertThat(table.at("/mnt/café au lait"))
        .extracting(MountTable.Layer::root)
        .containsExactly("/opt/with space\ttab\\slash");
  }

  @Test
  void aSourceThatWasRemovedShowsAsDeleted() {
    assertThat(table.at(POD.formatted(2)).getFirst().root()).endsWith("//deleted");
  }

  @Test
  void aLineOfAnotherFormIsPassedOver() {
    assertThat(table.layers()).hasSize(6);
  }

  private static String fixture() {
    try (InputStream lines =
        Objects.requireNonNull(MountTableTest.class.getResourceAsStream("/mountinfo"))) {
      return new String(lines.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  @Test
  void thePlaceThatIsAskedForIsFoundAmongOthersHoweverItIsSpelled() {
    String text =
        """
        1 0 8:1 /a /k/a\\040b\\134c/mount ro - ext4 x rw
        2 0 8:1 /b /k/a rw - ext4 x rw
        3 0 8:1 /c /k/a\\040b\\134c/mount rw - ext4 x rw
        """;

    assertThat(MountTable.parse(text, "/k/a b\\c/mount"))
        .extracting(MountTable.Layer::root)
        .containsExactly("/a", "/c");
    assertThat(MountTable.parse(text, "/k")).isEmpty();
  }
}

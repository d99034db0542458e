// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.node.library.ImageLimits;
import io.eksbridge.node.library.LibraryForm;
import io.eksbridge.node.store.Unpacking.Packing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A folder that images are unpacked into.
abstract class Unpacked {
  static final String LIB = "datadog-init/package/";
  static final ImageLimits LIMITS = new ImageLimits(64L << 20);

  @TempDir Path folder;

  Path into;

  @BeforeEach
  void make() throws IOException {
    into = Files.createDirectory(folder.resolve("into"));
  }

  void unpack(Archive... layers) throws IOException {
    try (var unpacking = new Unpacking(into, LibraryForm.AS_IT_IS, LIMITS)) {
      for (Archive layer : layers) {
        unpacking.layer(new ByteArrayInputStream(layer.gzip()), Packing.GZIP);
      }
      finished(unpacking);
    }
  }

  void unpack(Packing packing, byte[] layer) throws IOException {
    try (var unpacking = new Unpacking(into, LibraryForm.AS_IT_IS, LIMITS)) {
      unpacking.layer(new ByteArrayInputStream(layer), packing);
      finished(unpacking);
    }
  }

  /// However it came about, what is told of the files' bytes is what a walk through them finds.
  private void finished(Unpacking unpacking) throws IOException {
    assertThat(unpacking.finish()).as("bytes").isEqualTo(DiskUse.files(into));
  }
}

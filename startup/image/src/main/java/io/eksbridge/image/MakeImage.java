// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.image;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/// Build-time program: `<service> <version> <layout> <runtime> <bill> <time> <archive>`.
public final class MakeImage {
  private MakeImage() {}

  /// Writes the archive and completes the bill of materials.
  public static void main(String[] arguments) throws Exception {
    var image =
        new Image(
            arguments[0],
            arguments[1],
            Path.of(arguments[2]),
            Path.of(arguments[3]),
            Instant.parse(arguments[5]));
    CLibrary library = CLibrary.here();
    Path archive = Path.of(arguments[6]);
    BillOfMaterials.complete(Path.of(arguments[4]), image.runtime(), library);
    image.write(library, archive);
    System.out.println(
        "made " + archive.getFileName() + ", " + Files.size(archive) / 1_000_000 + " MB");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Where `./mvnw package` lays the services out.
public final class Layout {
  private Layout() {}

  /// The folder of `service`: below `eksbridge.home`, else beside the module that we run in.
  public static Path of(String service) {
    return home().resolve(service).resolve("target").resolve(service);
  }

  /// The archive of its image, where `./mvnw package -Pimage` puts it.
  public static Path image(String service) {
    return home().resolve(service).resolve("target").resolve(service + "-image.tar");
  }

  /// As above.
  ///
  /// @throws AbsentPart when it is not built
  public static Path requireImage(String service) {
    Path archive = image(service);
    if (!Files.exists(archive)) {
      throw new AbsentPart(archive, "./mvnw package -Pimage -DskipTests");
    }
    return archive;
  }

  /// The chart, packed with those that it depends on by `./mvnw package`.
  ///
  /// @throws AbsentPart when it is not built
  public static Path requireChart(String name) throws IOException {
    Path built = home().resolve("charts/target");
    try (Stream<Path> files = Files.list(built)) {
      return files
          .filter(file -> file.getFileName().toString().matches(name + "-[0-9].*\\.tgz"))
          .findFirst()
          .orElseThrow(
              () -> new AbsentPart(built.resolve(name + ".tgz"), "./mvnw package -DskipTests"));
    }
  }

  /// The project's own folder.
  public static Path project() {
    return home();
  }

  private static Path home() {
    String home = System.getProperty("eksbridge.home", "");
    Path here = Path.of("").toAbsolutePath();
    return home.isEmpty()
        ? (Files.exists(here.resolve("mvnw")) ? here : here.resolve("..").normalize())
        : Path.of(home);
  }
}

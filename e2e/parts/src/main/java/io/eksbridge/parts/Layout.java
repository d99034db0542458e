// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.parts;

import java.nio.file.Files;
import java.nio.file.Path;

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

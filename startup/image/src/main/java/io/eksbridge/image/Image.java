// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.image;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What is built: who it is for, what it is made of, and where the archive goes.
///
/// @param service its name: of the image, of its jar and of its cache
/// @param version the image's tag
/// @param layout the service's folder, with `java.args` and `lib/`
/// @param runtime a Java runtime made by jlink
/// @param time of everything that has no time of its own: the same input gives the same bytes
record Image(String service, String version, Path layout, Path runtime, Instant time) {
  private static final String USER = "65532:65532"; // as in other images without a root user
  private static final AbsoluteUnixPath APP = AbsoluteUnixPath.get("/app");
  private static final AbsoluteUnixPath JAVA = AbsoluteUnixPath.get("/java");

  /// Writes the archive, as `docker load` and `ctr images import` take it.
  void write(CLibrary library, Path archive) throws Exception {
    Path scratch = Files.createTempDirectory("image");
    try {
      JibContainerBuilder image =
          Jib.fromScratch()
              .setPlatforms(Set.of(new Platform(library.architecture(), "linux")))
              .setCreationTime(time)
              .setEntrypoint(JAVA.resolve("bin/java").toString(), "@java.args")
              .setWorkingDirectory(APP)
              .setUser(USER)
              .addEnvironmentVariable("LANG", "C.UTF-8")
              .setLabels(labels(library));
      layers(library, scratch).forEach(image::addFileEntriesLayer);
      image.containerize(
          Containerizer.to(TarImage.at(archive).named(service + ":" + version))
              .setApplicationLayersCache(scratch.resolve("layers"))
              .setBaseImageLayersCache(scratch.resolve("base"))
              .setOfflineMode(true)
              .setToolName("datadog-eks-bridge"));
    } finally {
      Folders.delete(scratch);
    }
  }

  /// Those that are the same for all services come first, what changes with each build last.
  private List<FileEntriesLayer> layers(CLibrary library, Path scratch) throws Exception {
    String jar = service + ".jar";
    String cache = service + ".aot";
    Path lib = layout.resolve("lib");
    return List.of(
        library.layer(Files.createDirectory(scratch.resolve("system")), time),
        Layers.of("runtime", runtime, JAVA, _ -> true),
        Layers.of(
            "libraries", lib, APP.resolve("lib"), file -> !file.endsWith(jar) && !isCache(file)),
        Layers.of(
            "service",
            layout,
            APP,
            file -> file.endsWith(Path.of("java.args")) || file.endsWith(Path.of("lib", jar))),
        Layers.of("cache", lib, APP.resolve("lib"), file -> file.endsWith(cache)));
  }

  private static boolean isCache(Path file) {
    return file.toString().endsWith(".aot");
  }

  private Map<String, String> labels(CLibrary library) {
    return Map.of(
        "org.opencontainers.image.title",
        service,
        "org.opencontainers.image.version",
        version,
        "org.opencontainers.image.licenses",
        "Apache-2.0",
        "io.eksbridge.glibc",
        library.version());
  }
}

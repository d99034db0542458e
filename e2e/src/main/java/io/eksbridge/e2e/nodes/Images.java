// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.nodes;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import io.eksbridge.e2e.standin.StandIn;
import io.eksbridge.parts.Layout;
import io.eksbridge.parts.Parts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What the cluster runs beside the services, as images: the real CoreDNS, and the stand-ins for
/// Datadog's parts.
record Images(Path folder) {
  static final String STAND_IN = "docker.io/library/stand-in:1";

  private static final String COREDNS = "docker.io/library/coredns:1";
  private static final FilePermissions PROGRAM = FilePermissions.fromOctalString("755");

  Path coreDns() throws Exception {
    return written(
        Jib.fromScratch()
            .addFileEntriesLayer(
                FileEntriesLayer.builder()
                    .addEntry(Parts.require("coredns"), AbsoluteUnixPath.get("/coredns"), PROGRAM)
                    .build())
            .setEntrypoint("/coredns", "-conf", "/etc/coredns/Corefile"),
        COREDNS,
        "coredns.tar");
  }

  /// The stand-ins' classes on the runtime of a service's image, with a shell, as the Agent's own
  /// image has one.
  Path standIn() throws Exception {
    Path busybox = Parts.require("busybox");
    FileEntriesLayer.Builder programs = FileEntriesLayer.builder();
    for (String name : List.of("sh", "cp", "ls", "cat", "id")) {
      programs.addEntry(busybox, AbsoluteUnixPath.get("/bin/" + name), PROGRAM);
    }
    programs.addEntry(
        Files.writeString(folder.resolve("datadog.yaml"), "{}\n"),
        AbsoluteUnixPath.get("/etc/datadog-agent/datadog.yaml"));
    return written(
        Jib.from(TarImage.at(Layout.image("node-driver")))
            .addFileEntriesLayer(programs.build())
            .addFileEntriesLayer(
                FileEntriesLayer.builder()
                    .addEntryRecursive(
                        classes(), AbsoluteUnixPath.get("/stand-in/io/eksbridge/e2e/standin"))
                    .build())
            .addEnvironmentVariable("PATH", "/bin")
            .setEntrypoint(
                "/java/bin/java",
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djdk.internal.httpclient.disableHostnameVerification=true",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                "/stand-in",
                StandIn.class.getName()),
        STAND_IN,
        "stand-in.tar");
  }

  /// From wherever we run: a folder of classes, or our jar.
  private Path classes() throws Exception {
    Path classes = Files.createDirectories(folder.resolve("stand-in-classes"));
    URI here = StandIn.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    Path from = Path.of(here);
    if (Files.isDirectory(from)) {
      copy(from, classes);
    } else {
      try (FileSystem jar = FileSystems.newFileSystem(from)) {
        copy(jar.getPath("/"), classes);
      }
    }
    return classes;
  }

  private static void copy(Path from, Path to) throws IOException {
    Path folder = from.resolve(StandIn.class.getPackageName().replace('.', '/'));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName().toString()));
      }
    }
  }

  private Path written(JibContainerBuilder image, String name, String file) throws Exception {
    Path archive = folder.resolve(file);
    var _ =
        image.containerize(
            Containerizer.to(TarImage.at(archive).named(name))
                .setApplicationLayersCache(folder.resolve("layers"))
                .setBaseImageLayersCache(folder.resolve("base"))
                .setOfflineMode(true));
    return archive;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.cluster;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import io.eksbridge.e2e.standin.StandIn;
import io.eksbridge.parts.Given;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The stand-ins as an image: their classes on the runtime of a service's image, with a shell, as
/// the Agent's own has one.
final class StandInImage {
  static final String NAME = "docker.io/library/stand-in:1";
  private static final FilePermissions PROGRAM = FilePermissions.fromOctalString("755");

  private StandInImage() {}

  /// Makes it below `folder`.
  static Path make(Path folder) throws Exception {
    Path archive = folder.resolve("stand-in.tar");
    Path classes =
        Path.of(StandIn.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path busybox = Given.program("busybox");
    FileEntriesLayer.Builder programs = FileEntriesLayer.builder();
    for (String name : List.of("sh", "cp", "ls", "cat", "id")) {
      programs.addEntry(busybox, AbsoluteUnixPath.get("/bin/" + name), PROGRAM);
    }
    programs.addEntry(
        Files.writeString(folder.resolve("datadog.yaml"), "{}\n"),
        AbsoluteUnixPath.get("/etc/datadog-agent/datadog.yaml"));
    Jib.from(TarImage.at(Given.image("node-driver")))
        .addFileEntriesLayer(programs.build())
        .addFileEntriesLayer(
            FileEntriesLayer.builder()
                .addEntryRecursive(
                    classes.resolve("io/eksbridge/e2e/standin"),
                    AbsoluteUnixPath.get("/stand-in/io/eksbridge/e2e/standin"))
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
            StandIn.class.getName())
        .containerize(
            Containerizer.to(TarImage.at(archive).named(NAME))
                .setApplicationLayersCache(folder.resolve("layers"))
                .setBaseImageLayersCache(folder.resolve("base"))
                .setOfflineMode(true));
    return archive;
  }
}

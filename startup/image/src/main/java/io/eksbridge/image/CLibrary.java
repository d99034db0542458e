// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.image;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The C library of the machine that builds: all that a Java runtime asks of a system.
///
/// @param architecture as images name it
/// @param loader where each program looks for it
/// @param folder of the libraries
/// @param version as the library tells it, with its distribution's part
record CLibrary(String architecture, Path loader, Path folder, String version) {
  private static final List<String> LIBRARIES =
      List.of("libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1");
  private static final Pattern RELEASE =
      Pattern.compile(
          "GNU C Library \\((?<build>.*)\\) .*release version (?<version>[0-9]+\\.[0-9]+)");

  /// Small files that the C library and the JVM read, by their place.
  private static final Map<String, String> SETTINGS =
      new LinkedHashMap<>(
          Map.of(
              "/etc/group", "root:x:0:\nnonroot:x:65532:\n",
              "/etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n",
              "/etc/passwd",
                  "root:x:0:0:root:/:/none\nnonroot:x:65532:65532:nonroot:/app:/none\n"));

  /// The one that runs this program.
  ///
  /// @throws IOException that says what is missing
  static CLibrary here() throws IOException, InterruptedException {
    boolean arm = System.getProperty("os.arch").equals("aarch64");
    Path loader = Path.of(arm ? "/lib/ld-linux-aarch64.so.1" : "/lib64/ld-linux-x86-64.so.2");
    String triple = arm ? "aarch64-linux-gnu" : "x86_64-linux-gnu";
    Path folder =
        Stream.of(Path.of("/lib", triple), Path.of("/lib64"))
            .filter(each -> Files.exists(each.resolve(LIBRARIES.getFirst())))
            .findFirst()
            .orElseThrow(
                () -> new IOException("images need a build machine with glibc (Debian, say)"));
    return new CLibrary(
        arm ? "arm64" : "amd64", loader, folder, version(loader, folder.resolve("libc.so.6")));
  }

  /// The library itself is a program that tells its version.
  private static String version(Path loader, Path library)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(loader.toString(), library.toString()).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher release = RELEASE.matcher(said);
    if (process.waitFor() != 0 || !release.find()) {
      throw new IOException(library + " does not tell its version: " + said);
    }
    String build = release.group("build");
    String last = build.substring(build.lastIndexOf(' ') + 1);
    return last.startsWith(release.group("version")) ? last : release.group("version");
  }

  /// What a scanner of images looks its weaknesses up by.
  String packageUrl() {
    boolean debian = Files.exists(Path.of("/etc/debian_version"));
    return (debian ? "pkg:deb/debian/glibc@" : "pkg:generic/glibc@")
        + version.replace("+", "%2B")
        + (debian ? "?arch=" + architecture : "");
  }

  /// The loader, the libraries and the settings; `scratch` holds the latter.
  FileEntriesLayer layer(Path scratch, Instant time) throws IOException {
    FilePermissions program = FilePermissions.fromOctalString("755");
    FilePermissions file = FilePermissions.fromOctalString("644");
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName("system");
    layer.addEntry(loader.toRealPath(), AbsoluteUnixPath.fromPath(loader), program, time);
    for (String name : LIBRARIES) {
      Path library = folder.resolve(name);
      layer.addEntry(library.toRealPath(), AbsoluteUnixPath.fromPath(library), program, time);
    }
    layer.addEntry( // the JVM and Netty look for one; a pod's may be mounted there
        Files.createDirectory(scratch.resolve("tmp")),
        AbsoluteUnixPath.get("/tmp"),
        FilePermissions.fromOctalString("777"),
        time);
    for (var setting : SETTINGS.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
      Path path = Path.of(setting.getKey());
      Path source = Files.writeString(scratch.resolve(path.getFileName()), setting.getValue());
      layer.addEntry(source, AbsoluteUnixPath.fromPath(path), file, time);
    }
    return layer.build();
  }
}

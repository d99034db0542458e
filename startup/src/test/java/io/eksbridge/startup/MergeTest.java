// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.startup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One jar of a service's libraries, as the build makes it.
final class MergeTest {
  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final String LATER = "Manifest-Version: 1.0\nMulti-Release: true\n";

  @TempDir Path lib;

  @Test
  void whatTheClassPathFindsIsFoundInOneJarAndNothingElseIsLost() throws Exception {
    jar("service", Map.of(MANIFEST, "Manifest-Version: 1.0\nClass-Path: a.jar b.jar\n"));
    jar(
        "a",
        Map.of(
            MANIFEST,
            LATER,
            "a/Some.class",
            "for Java 8",
            "META-INF/versions/11/a/Some.class",
            "for Java 11",
            "META-INF/versions/99/a/Some.class",
            "for Java 99",
            "META-INF/SIGNER.RSA",
            "a signature",
            "META-INF/services/Kind",
            "a.First # the first\n",
            "META-INF/LICENSE",
            "of a"));
    jar(
        "b",
        Map.of(
            MANIFEST,
            "Manifest-Version: 1.0\n",
            "META-INF/micronaut/Bean/b.Bean",
            "",
            "META-INF/services/Kind",
            "b.Second",
            "META-INF/LICENSE",
            "of b"));

    assertThat(merge()).contains("merged 2 libraries");

    assertThat(lib.toFile().list()).containsExactlyInAnyOrder("service.jar", "libraries.jar");
    Map<String, String> service = files("service");
    assertThat(service.get(MANIFEST)).contains("Class-Path: libraries.jar");
    assertThat(service).containsKey("META-INF/micronaut/Bean/b.Bean");
    Map<String, String> libraries = files("libraries");
    assertThat(libraries.remove("META-INF/libraries/SHA256SUMS"))
        .matches("[0-9a-f]{64}  a.jar\n[0-9a-f]{64}  b.jar\n");
    assertThat(libraries)
        .containsOnly(
            Map.entry(MANIFEST, "Manifest-Version: 1.0\n"),
            Map.entry("a/Some.class", "for Java 11"),
            Map.entry("META-INF/services/Kind", "a.First\nb.Second\n"),
            Map.entry("META-INF/LICENSE", "of a"),
            Map.entry("META-INF/libraries/b.jar/META-INF/LICENSE", "of b"));
  }

  @Test
  void aClassThatTwoJarsHaveWithOtherContentEndsTheBuild() throws Exception {
    jar("service", Map.of(MANIFEST, "Manifest-Version: 1.0\nClass-Path: a.jar b.jar\n"));
    jar("a", Map.of("x/Some.class", "one"));
    jar("b", Map.of("x/Some.class", "another"));

    assertThat(merge()).contains("b.jar and a jar before it have each a x/Some.class");
    assertThat(lib.resolve("libraries.jar")).doesNotExist();
    assertThat(lib.resolve("a.jar")).exists();
  }

  @Test
  void aJarThatTheClassPathDoesNotNameEndsTheBuild() throws Exception {
    jar("service", Map.of(MANIFEST, "Manifest-Version: 1.0\nClass-Path: a.jar\n"));
    jar("a", Map.of("x/Some.class", "one"));
    jar("b", Map.of("x/Other.class", "another"));

    assertThat(merge()).contains("the jars are [a.jar, b.jar], those of the class path [a.jar]");
    assertThat(lib.resolve("b.jar")).exists();
  }

  private void jar(String name, Map<String, String> files) throws IOException {
    try (var zip = new ZipOutputStream(Files.newOutputStream(lib.resolve(name + ".jar")))) {
      for (var file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().getBytes(UTF_8));
        zip.closeEntry();
      }
    }
  }

  private Map<String, String> files(String name) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (var zip = new ZipFile(lib.resolve(name + ".jar").toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        files.put(entry.getName(), new String(zip.getInputStream(entry).readAllBytes(), UTF_8));
      }
    }
    return files;
  }

  private String merge() throws IOException {
    String java = ProcessHandle.current().info().command().orElseThrow();
    Process merging =
        new ProcessBuilder(java, "src/main/layout/Merge.java", lib.toString(), "service")
            .redirectErrorStream(true)
            .start();
    return new String(merging.getInputStream().readAllBytes(), UTF_8);
  }
}

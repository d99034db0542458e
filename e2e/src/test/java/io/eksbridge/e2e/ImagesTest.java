// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eksbridge.parts.Folders;
import io.eksbridge.parts.Given;
import io.eksbridge.parts.ImageArchive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The images that `./mvnw package -Pimage` makes, unpacked and started in a root of their own.
final class ImagesTest {
  private static final long LARGEST = 90_000_000;
  private static final String[] SERVICES = {"node-driver", "fargate-injector", "token-sync"};

  private Path folder;

  @BeforeEach
  void aFolder() throws IOException {
    folder = Folders.scratch("image-");
  }

  @AfterEach
  void withoutIt() {
    Folders.delete(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"node-driver", "fargate-injector", "token-sync"})
  void anImageStartsItsServiceFromItsCacheAsAnotherThanRoot(String service) throws Exception {
    ImageArchive image = unpacked(service);

    assertThat(image.config().path("User").asText()).isEqualTo("65532:65532");
    assertThat(said(image, "--version")).startsWith(service + " ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"node-driver", "fargate-injector", "token-sync"})
  void anImageHoldsARuntimeTheCLibraryAndTheServiceAndNothingElse(String service) throws Exception {
    ImageArchive image = unpacked(service);

    assertThat(Files.size(Given.image(service))).isLessThan(LARGEST);
    assertThat(below(image.root())).containsExactlyInAnyOrder(expected());
    assertThat(below(image.root().resolve("app"))).containsExactly("java.args", "lib");
    try (Stream<Path> files = Files.walk(image.root())) {
      assertThat(files.filter(Files::isRegularFile).filter(Files::isExecutable))
          .allMatch(
              file ->
                  file.toString().contains(".so") || file.startsWith(image.root().resolve("java")));
    }
    assertThat(image.root().resolve("java/bin/sh")).doesNotExist();
  }

  @Test
  void theServicesShareTheSystemAndTheRuntime() throws Exception {
    Set<List<String>> shared = new HashSet<>();
    for (String service : SERVICES) {
      shared.add(unpacked(service).layers().subList(0, 2));
      Folders.delete(folder.resolve("archive"));
      Folders.delete(folder.resolve("root"));
    }
    assertThat(shared).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"node-driver", "fargate-injector", "token-sync"})
  void theBillOfMaterialsNamesTheLibrariesTheRuntimeAndTheCLibrary(String service)
      throws Exception {
    JsonNode bill =
        new ObjectMapper()
            .readTree(Given.image(service).resolveSibling(service + "-sbom.json").toFile());

    assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
    List<String> names = new ArrayList<>();
    bill.path("components").forEach(each -> names.add(each.path("name").asText()));
    assertThat(names).contains("java-runtime", "glibc", "micronaut-context", "logback-classic");
    Map<String, String> named = bySum(bill);
    try (var jar =
        new ZipFile(unpacked(service).root().resolve("app/lib/libraries.jar").toFile())) {
      ZipEntry sums = jar.getEntry("META-INF/libraries/SHA256SUMS");
      assertThat(
              new String(jar.getInputStream(sums).readAllBytes(), StandardCharsets.UTF_8).lines())
          .hasSizeGreaterThan(50)
          .allSatisfy(
              line -> {
                String[] library = line.split("  ", 2);
                assertThat(named.get(library[0])).as(line).isNotNull();
                assertThat(library[1]).startsWith(named.get(library[0]) + "-");
              });
    }
  }

  /// Names of libraries by their jars' SHA-256.
  private static Map<String, String> bySum(JsonNode bill) {
    Map<String, String> named = new HashMap<>();
    for (JsonNode component : bill.path("components")) {
      for (JsonNode hash : component.path("hashes")) {
        if (hash.path("alg").asText().equals("SHA-256")) {
          named.put(hash.path("content").asText(), component.path("name").asText());
        }
      }
    }
    return named;
  }

  private ImageArchive unpacked(String service) throws Exception {
    Given.mounts();
    return ImageArchive.unpack(Given.image(service), folder);
  }

  /// Runs what the image says, in its own root; a cache that does not fit would end it.
  private static String said(ImageArchive image, String argument) throws Exception {
    Files.createDirectory(image.root().resolve("proc")); // as runc does
    var command = new ArrayList<>(List.of("unshare", "--mount", "--pid", "--fork", "--mount-proc"));
    command.add("--root=" + image.root());
    command.add("--wd=" + image.config().path("WorkingDir").asText());
    boolean root = System.getProperty("user.name").equals("root");
    String user = image.config().path("User").asText().replaceFirst(":.*", "");
    command.addAll(
        root ? List.of("--setuid=" + user, "--setgid=" + user) : List.of("--map-root-user"));
    image.config().path("Entrypoint").forEach(each -> command.add(each.asText()));
    command.add(command.size() - 1, "-XX:AOTMode=on");
    command.add(argument);
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).directory(image.root().toFile());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private static List<String> below(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(each -> folder.relativize(each).toString()).sorted().toList();
    }
  }

  private static String[] expected() {
    return Stream.of("app", "etc", "java", "lib", "lib64", "tmp").toArray(String[]::new);
  }
}

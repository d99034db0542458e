// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.node.library.Platform;
import io.eksbridge.parts.Child;
import io.eksbridge.parts.Folders;
import io.eksbridge.parts.Given;
import io.eksbridge.parts.RealProxy;
import io.eksbridge.parts.RealRegistry;
import io.eksbridge.parts.Service;
import io.eksbridge.parts.ServingPair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The driver, as it is laid out and started, on a node that reaches its registry through a proxy
/// with a password: by the variables that the chart's `extraEnv` gives it.
final class ProxiedLibraryTest {
  private static final String NAME = "registry.test";
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Path folder;

  @BeforeEach
  void aShortFolder() throws Exception {
    Given.mounts();
    Given.program("tinyproxy");
    Given.program("docker-registry");
    var _ = Given.layout("node-driver");
    folder = Folders.scratch("proxied-");
  }

  @AfterEach
  void withoutIt() {
    if (folder != null) {
      Folders.delete(folder);
    }
  }

  @Test
  void itHasALibraryAndTellsNobodyThePassword() throws Exception {
    ServingPair pair = ServingPair.make(folder, NAME);
    try (var registry = new RealRegistry(folder.resolve("registry"), pair);
        var proxy = new RealProxy(folder.resolve("proxy"), NAME, "BasicAuth user pa55word")) {
      push(registry);
      String host = NAME + ":" + registry.port();

      try (Service driver =
          start(
              Map.of("HTTPS_PROXY", "http://user:pa55word@" + proxy.host(), "NO_PROXY", ".svc"),
              "--registry-ca-path=" + pair.certificate(),
              "--registry-allow-list=" + host,
              "--library-prewarm=" + host + "/datadog/lib:v1")) {
        driver.process().await(LIMIT, () -> !stored().isEmpty());

        assertThat(stored()).containsExactly("1");
        assertThat(Set.copyOf(proxy.asked())).containsExactly("CONNECT " + host + " HTTP/1.1");
        assertThat(driver.process().log())
            .contains("registries are asked through a proxy", proxy.host())
            .doesNotContain("pa55word");
        assertThat(driver.get("/metrics")).doesNotContain("pa55word");
      }
    }
  }

  private Service start(Map<String, String> variables, String... further) throws IOException {
    Path kubelet = Files.createDirectories(folder.resolve("kubelet"));
    Files.createDirectories(kubelet.resolve("plugins_registry"));
    int port = Child.freePort();
    List<String> flags =
        List.of(
            "--csi-endpoint=unix://" + kubelet.resolve("csi.sock"),
            "--kubelet-path=" + kubelet,
            "--kubelet-registration-path=" + kubelet.resolve("csi.sock"),
            "--storage-path=" + folder.resolve("storage"),
            "--library-free-floor=1",
            "--node-id=node",
            "--metrics-port=" + port);
    return Service.start(
        "node-driver",
        folder,
        port,
        variables,
        Stream.concat(flags.stream(), Stream.of(further)).toArray(String[]::new));
  }

  private void push(RealRegistry registry) throws IOException, InterruptedException {
    Path content = Files.createDirectories(folder.resolve("image/datadog-init/package"));
    Files.writeString(content.resolve("version"), "1");
    Path layer = folder.resolve("layer.tar.gz");
    List<String> pack =
        List.of("tar", "czf", layer.toString(), "-C", folder + "/image", "datadog-init");
    assertThat(new ProcessBuilder(pack).inheritIO().start().waitFor()).isZero();
    String architecture = Platform.of(System.getProperty("os.arch")).architecture();
    registry.image("datadog/lib", "v1", architecture, "tar+gzip", List.of(layer));
  }

  /// The versions of the libraries that are there.
  private List<String> stored() throws IOException {
    Path store = folder.resolve("storage/store");
    if (!Files.isDirectory(store)) {
      return List.of();
    }
    try (Stream<Path> libraries = Files.list(store)) {
      return libraries
          .map(each -> each.resolve("datadog-init/package/version"))
          .filter(Files::exists)
          .map(ProxiedLibraryTest::read)
          .toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}

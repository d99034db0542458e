// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A real kube-apiserver over a real etcd, one per test run; its tests are skipped where the parts
/// are absent, and fail where CI is set.
final class RealApiServer {
  private static final String VERSION = "1.35.4";
  private static final List<String> PARTS = List.of("etcd", "kube-apiserver", "kubectl");

  private static @Nullable String kubeconfig;

  private RealApiServer() {}

  /// The administrator's kubeconfig of the server that runs from now on.
  static synchronized String kubeconfig() throws IOException {
    if (kubeconfig == null) {
      Path folder = Files.createTempDirectory("api-server");
      Path parts = Files.createDirectories(folder.resolve("k8s/" + VERSION + "-linux-amd64"));
      for (String part : PARTS) {
        Files.createSymbolicLink(parts.resolve(part), find(part));
      }
      var server =
          new KubeAPIServer(
              KubeAPIServerConfigBuilder.anAPIServerConfig()
                  .withOfflineMode(true)
                  .withApiServerVersion(VERSION)
                  .withTestDir(folder.toString())
                  .build());
      server.start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, folder)));
      kubeconfig = server.getKubeConfigYaml();
    }
    return Objects.requireNonNull(kubeconfig);
  }

  private static Path find(String part) {
    Map<String, String> environment = System.getenv();
    String home = System.getProperty("user.home") + "/.cache/eksbridge/parts";
    Optional<Path> found =
        Stream.concat(
                Stream.of(environment.getOrDefault("EKSBRIDGE_PARTS", home)),
                Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)))
            .map(folder -> Path.of(folder, part))
            .filter(Files::isExecutable)
            .findFirst();
    if (found.isEmpty()) {
      String message = part + " is absent: e2e/parts/install gets it";
      if (environment.containsKey("CI")) {
        fail(message);
      }
      abort(message);
    }
    return found.orElseThrow();
  }

  private static void stop(KubeAPIServer server, Path folder) {
    server.stop();
    try (Stream<Path> left = Files.walk(folder)) {
      left.sorted((one, other) -> other.compareTo(one)).forEach(path -> path.toFile().delete());
    } catch (IOException notThere) {
      // The system clears its temporary folder.
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.eksbridge.parts.ApiClient;
import io.eksbridge.parts.Given;
import io.eksbridge.parts.Kubeconfig;
import io.eksbridge.parts.RunningApiServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The real kubectl, as administrator of the real API server.
record Kubectl(Path program, Path kubeconfig, Path folder) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Kubectl in(Path folder) throws Exception {
    Given.apiServer();
    Path program = Given.program("kubectl");
    return new Kubectl(program, RunningApiServer.server().kubeconfig(), folder);
  }

  /// What it prints; it must have succeeded.
  String run(String... arguments) throws IOException, InterruptedException {
    return say(true, arguments);
  }

  /// What it prints, whether it succeeded or not.
  String says(String... arguments) throws IOException, InterruptedException {
    return say(false, arguments);
  }

  private String say(boolean successfully, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(program.toString(), "--kubeconfig=" + kubeconfig));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    assertThat(!successfully || code == 0).as(said).isTrue();
    return said;
  }

  /// Applies a manifest.
  String apply(String manifest, String... flags) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("manifest.yaml"), manifest);
    var arguments = new ArrayList<>(List.of("apply", "--server-side", "-f", file.toString()));
    arguments.addAll(List.of(flags));
    return run(arguments.toArray(String[]::new));
  }

  /// A kubeconfig of the ServiceAccount `account` in `namespace`.
  Path kubeconfigOf(String namespace, String account) throws Exception {
    try (ApiClient admin = ApiClient.of(kubeconfig)) {
      String token =
          admin
              .must(
                  "POST",
                  "/api/v1/namespaces/" + namespace + "/serviceaccounts/" + account + "/token",
                  JSON.createObjectNode().put("kind", "TokenRequest"))
              .at("/status/token")
              .asText();
      Kubeconfig access = admin.access();
      return new Kubeconfig(access.url(), token, access.authority())
          .write(folder.resolve(account + ".kubeconfig"));
    }
  }
}

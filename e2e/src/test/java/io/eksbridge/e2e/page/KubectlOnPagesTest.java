// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.parts.Given;
import io.eksbridge.parts.RunningApiServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the pages say to ask with kubectl is asked by the real one, of a real API server that has
/// what they speak of.
final class KubectlOnPagesTest {
  /// By how they begin: what needs more than an API server. The real kubectl still reads them.
  private static final Map<String, String> READ_ONLY =
      Map.of(
          "kubectl debug", "needs a kubelet",
          "kubectl logs", "needs a kubelet",
          "kubectl get --raw", "needs a pod that answers");

  /// What these commands look at. No controller runs here, so that a rollout is said to have ended.
  private static final String THERE =
      """
      {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
      ---
      {apiVersion: v1, kind: Namespace, metadata: {name: datadog}}
      ---
      {apiVersion: v1, kind: Namespace, metadata: {name: eksbridge}}
      ---
      {apiVersion: v1, kind: Service, metadata: {name: cluster-agent-stable, namespace: datadog}, spec: {ports: [{port: 5005}]}}
      ---
      {apiVersion: v1, kind: Secret, metadata: {name: example-certificate, namespace: shop}}
      ---
      {apiVersion: storage.k8s.io/v1, kind: CSINode, metadata: {name: node-1}, spec: {drivers: []}}
      ---
      {apiVersion: storage.k8s.io/v1, kind: CSIDriver, metadata: {name: k8s.csi.datadoghq.com}}
      ---
      {apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}, spec: {replicas: 0, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: a, image: b}]}}}}
      ---
      {apiVersion: apps/v1, kind: Deployment, metadata: {name: coredns, namespace: kube-system}, spec: {replicas: 0, selector: {matchLabels: {app: dns}}, template: {metadata: {labels: {app: dns}}, spec: {containers: [{name: a, image: b}]}}}}
      """;

  @TempDir static Path folder;

  @BeforeAll
  static void aCluster() throws Exception {
    Given.apiServer();
    String kubectl = Given.program("kubectl").toString();
    Path program = folder.resolve("kubectl");
    Files.writeString(
        program,
        "#!/bin/sh\nexec %s --kubeconfig=%s \"$@\"\n"
            .formatted(kubectl, RunningApiServer.server().kubeconfig()));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path manifest = Files.writeString(folder.resolve("there.yaml"), THERE);
    said(0, "kubectl apply --server-side -f " + manifest);
    said(
        0,
        "kubectl patch deployment coredns -n kube-system --subresource=status --type=merge -p"
            + " '{\"status\":{\"observedGeneration\":1}}'");
  }

  static Stream<String> asked() throws IOException {
    return commands().filter(each -> !named(each) && reason(each).isEmpty());
  }

  static Stream<String> read() throws IOException {
    return commands().filter(each -> named(each) || !reason(each).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("asked")
  void theApiServerDoesWhatItIsTold(String command) throws Exception {
    // What `can-i` answers is its exit code too.
    boolean question = command.startsWith("kubectl auth can-i");
    String said = said(question ? -1 : 0, command);

    assertThat(said).doesNotContain("error:", "unknown");
    if (command.startsWith("kubectl delete csidriver")) {
      aCluster(); // it may stand on several pages
    }
  }

  @ParameterizedTest
  @MethodSource("read")
  void kubectlKnowsTheCommandAndItsFlags(String command) throws Exception {
    List<String> words = List.of(command.split(" ", 3));
    String rest = words.size() > 2 ? words.get(2) : "";

    assertThat(said(0, "kubectl " + words.get(1) + " --help " + rest)).contains("Usage:");
  }

  @Test
  void whatIsOnlyReadIsOnSomePage() throws IOException {
    assertThat(READ_ONLY.keySet())
        .allSatisfy(start -> assertThat(commands()).anyMatch(each -> each.startsWith(start)));
  }

  private static Stream<String> commands() throws IOException {
    return Commands.of("kubectl").stream();
  }

  /// The name of a command within a sentence, with nothing that it could be asked about.
  private static boolean named(String command) {
    return command.matches("kubectl( [a-z]+){1,2}");
  }

  private static String reason(String command) {
    return READ_ONLY.entrySet().stream()
        .filter(each -> command.startsWith(each.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  private static String said(int code, String command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true);
    builder.environment().merge("PATH", folder.toString(), (path, first) -> first + ":" + path);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int ended = process.waitFor();
    assertThat(code < 0 || ended == code).as(command + ": " + said).isTrue();
    return said;
  }
}

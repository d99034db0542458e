// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.parts.AuditLog;
import io.eksbridge.parts.Child;
import io.eksbridge.parts.Given;
import io.eksbridge.parts.RealApiServer;
import io.eksbridge.parts.Right;
import io.eksbridge.parts.Rights;
import io.eksbridge.parts.Service;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the umbrella chart gives to its ServiceAccounts, on a real API server that writes down what
/// is asked of it; and its processes, with the arguments that they have in their pods.
final class InstalledRights implements AutoCloseable {
  private final Path folder;
  private final AuditLog audit;
  private final RealApiServer server;
  private final Kubectl kubectl;
  private final List<JsonNode> objects;
  private final Rights rights;

  /// On a server of its own: what others ask of it would count.
  InstalledRights(Path folder, Map<String, Object> values) throws Exception {
    Given.apiServer();
    this.folder = folder;
    this.audit = new AuditLog(folder);
    this.server = RealApiServer.start(folder, audit);
    this.kubectl = new Kubectl(Given.program("kubectl"), server.kubeconfig(), folder);
    this.objects =
        Stream.concat(
                Chart.UMBRELLA.objects(values).stream(), Chart.UMBRELLA.hooks(values).stream())
            .toList();
    this.rights = Rights.of(objects);
  }

  Kubectl kubectl() {
    return kubectl;
  }

  RealApiServer server() {
    return server;
  }

  /// Makes the accounts and their rights; the namespaces must be there.
  void give() throws IOException, InterruptedException {
    kubectl.apply(
        objects.stream()
            .filter(each -> each.at("/kind").asText().matches("ServiceAccount|.*Role(Binding)?"))
            .map(JsonNode::toString)
            .collect(Collectors.joining("\n---\n")));
  }

  /// Who has any rights, as `namespace/name`.
  List<String> accounts() {
    return rights.accounts();
  }

  /// What an account may do and has not done so far.
  List<Right> unused(String account) throws IOException {
    return rights.unused(account, audit.used(account));
  }

  /// What an account asked for and may not do.
  List<Right> refused(String account) throws IOException {
    return audit.refused(account);
  }

  /// Starts what runs in that Deployment, as its account, with these flags in place of its own.
  Service start(String chart, String deployment, String... instead) throws Exception {
    int management = Child.freePort();
    List<String> arguments = arguments("Deployment", deployment);
    RunningController.instead(
        arguments,
        List.of(
            "--kubeconfig=" + kubectl.kubeconfigOf("eksbridge", deployment),
            "--management-port=" + management));
    RunningController.instead(arguments, List.of(instead));
    Path logs = Files.createTempDirectory(folder, deployment);
    return Service.start(chart, logs, management, arguments.toArray(String[]::new));
  }

  /// What the hook of that name prints, with these flags in place of its own.
  String hook(String chart, String job, String... instead) throws Exception {
    List<String> arguments = arguments("Job", job);
    RunningController.instead(arguments, List.of(instead));
    return said(chart, arguments, true);
  }

  /// What a command prints in a pod of that Deployment, with the flags of what runs there.
  String command(String chart, String command, String deployment) throws Exception {
    List<String> arguments = arguments("Deployment", deployment);
    arguments.removeIf(each -> !each.startsWith("--"));
    arguments.addFirst(command);
    arguments.add("--kubeconfig=" + kubectl.kubeconfigOf("eksbridge", deployment));
    return said(chart, arguments, false);
  }

  private static String said(String chart, List<String> arguments, boolean well)
      throws IOException, InterruptedException {
    arguments.addFirst(Given.layout(chart).resolve("bin").resolve(chart).toString());
    Process process = new ProcessBuilder(arguments).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0 && well) {
      throw new IOException(String.join(" ", arguments) + ": " + said);
    }
    return said;
  }

  @Override
  public void close() {
    server.close();
  }

  private List<String> arguments(String kind, String name) {
    JsonNode workload =
        objects.stream()
            .filter(each -> each.at("/kind").asText().equals(kind))
            .filter(each -> each.at("/metadata/name").asText().equals(name))
            .findFirst()
            .orElseThrow();
    var arguments =
        new ArrayList<>(Chart.texts(workload.at("/spec/template/spec/containers/0/args")));
    arguments.removeIf(each -> each.startsWith("--identity=")); // no pod, no name of it
    return arguments;
  }
}

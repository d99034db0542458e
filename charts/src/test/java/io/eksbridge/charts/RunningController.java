// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.parts.Child;
import io.eksbridge.parts.Given;
import io.eksbridge.parts.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The controller as its chart starts it, with the rights of its chart and short waits.
final class RunningController {
  private static final List<String> WAITS = List.of("--publish-wait=PT1S", "--retire-wait=PT3S");

  /// With which values the rights were made that are there.
  private static @Nullable Map<String, Object> given;

  private final Path folder;
  private final Path kubeconfig;
  private final Path cleaner;

  private RunningController(Path folder, Path kubeconfig, Path cleaner) {
    this.folder = folder;
    this.kubeconfig = kubeconfig;
    this.cleaner = cleaner;
  }

  /// Gives the controller its rights, and the hook that cleans up after it those of its own.
  static RunningController in(Path folder, Kubectl kubectl) throws Exception {
    return in(folder, kubectl, Map.of());
  }

  /// Gives it the rights that it has with these values, unless it has them from the test before.
  static synchronized RunningController in(Path folder, Kubectl kubectl, Map<String, Object> values)
      throws Exception {
    Given.layout("fargate-injector");
    if (!values.equals(given)) {
      var objects = new ArrayList<String>();
      for (String namespace : List.of("eksbridge", "datadog")) {
        objects.add("{apiVersion: v1, kind: Namespace, metadata: {name: " + namespace + "}}");
      }
      objects.add(Chart.FARGATE_INJECTOR.rendered("templates/rights.yaml"));
      objects.add(Chart.FARGATE_INJECTOR.rendered("templates/controller-rights.yaml", values));
      for (JsonNode hook : Chart.FARGATE_INJECTOR.hooks(Map.of())) {
        if (!hook.at("/kind").asText().equals("Job")) {
          objects.add(hook.toString());
        }
      }
      kubectl.apply(String.join("\n---\n", objects));
      given = Map.copyOf(values);
    }
    return new RunningController(
        folder,
        kubectl.kubeconfigOf("eksbridge", "release-controller"),
        kubectl.kubeconfigOf("eksbridge", "release-cleanup"));
  }

  /// Starts one; flags given here are in place of those of the chart.
  Service start(String... more) throws IOException {
    int management = Child.freePort();
    var arguments = new ArrayList<String>();
    Chart.FARGATE_INJECTOR
        .containers()
        .map(container -> Chart.texts(container.at("/args")))
        .filter(each -> each.getFirst().equals("controller"))
        .forEach(arguments::addAll);
    arguments.removeIf(each -> each.startsWith("--identity=")); // no pod, no name of it
    var own = new ArrayList<String>();
    own.add("--kubeconfig=" + kubeconfig);
    own.add("--management-port=" + management);
    own.addAll(WAITS);
    instead(arguments, own);
    instead(arguments, List.of(more));
    Path logs = Files.createTempDirectory(folder, "controller");
    return Service.start("fargate-injector", logs, management, arguments.toArray(String[]::new));
  }

  /// Puts these flags in place of those of the same names.
  static void instead(List<String> arguments, List<String> flags) {
    for (String flag : flags) {
      String name = flag.substring(0, flag.indexOf('=') + 1);
      arguments.removeIf(each -> each.startsWith(name));
      arguments.add(flag);
    }
  }

  /// What `cleanup` prints.
  String cleanup(String... more) throws IOException, InterruptedException {
    return say(0, "cleanup", more);
  }

  /// What `status` prints where something is not as it should be, or nobody leads.
  String status(String... more) throws IOException, InterruptedException {
    return say(-1, "status", more);
  }

  private String say(int code, String command, String... more)
      throws IOException, InterruptedException {
    Path program = Given.layout("fargate-injector").resolve("bin/fargate-injector");
    var line =
        new ArrayList<>(
            List.of(
                program.toString(),
                command,
                "--namespace=eksbridge",
                "--tls-secret=release-certificate"));
    line.addAll(List.of(more));
    if (line.stream().noneMatch(each -> each.startsWith("--kubeconfig="))) {
      line.add("--kubeconfig=" + (command.equals("cleanup") ? cleaner : kubeconfig));
    }
    Path log = Files.createTempFile(folder, command, ".log");
    Process process = new ProcessBuilder(line).redirectError(log.toFile()).start();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    int ended = process.waitFor();
    if (code >= 0 && ended != code) {
      throw new IOException(command + ": " + said + Files.readString(log));
    }
    return said;
  }

  /// Whether it leads and has nothing more to do.
  static boolean settled(Service controller) throws InterruptedException {
    return says(controller, "\"certificate\":\"settled\"");
  }

  /// Whether these words are in what it says of its readiness.
  static boolean says(Service controller, String words) throws InterruptedException {
    try {
      return controller.get("/health/readiness").contains(words);
    } catch (IOException notYet) {
      return false;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.policies;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.parts.Given;
import io.eksbridge.parts.RunningApiServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.opentest4j.AssertionFailedError;

/// Every folder with a policy.yaml is a policy; its cases are server-side dry runs by the real
/// kubectl, as the user that each case names.
@TestInstance(Lifecycle.PER_CLASS)
final class PoliciesTest {
  private static final Duration EFFECT = Duration.ofSeconds(30);

  private Path kubectl;
  private Path kubeconfig;

  @BeforeAll
  void start() throws Exception {
    Given.apiServer();
    kubectl = Given.program("kubectl");
    kubeconfig = RunningApiServer.server().kubeconfig();
    // Who the cases speak as may do all that RBAC can allow: what is refused, a policy refuses.
    run(
        "create",
        "clusterrolebinding",
        "everyone",
        "--clusterrole=cluster-admin",
        "--group=system:authenticated");
    for (Path policy : policies()) {
      Path given = policy.resolve("given.yaml"); // what its cases find
      if (Files.exists(given)) {
        assertThat(run("apply", "-f", given.toString())).contains("created");
      }
      assertThat(run("apply", "-f", policy.resolve("policy.yaml").toString())).contains("created");
    }
  }

  /// What is rejected comes first: only then is it known that the policy was in effect when it
  /// accepted.
  @TestFactory
  Stream<DynamicTest> everyPolicyRejectsAndAcceptsWhatItsFoldersSay() throws IOException {
    Stream<DynamicTest> rejected =
        cases(
            "reject",
            each ->
                eventually(
                    each, answer -> answer.contains("denied") && answer.contains(each.message())));
    Stream<DynamicTest> accepted =
        cases("accept", each -> assertThat(dryRun(each)).contains(each.done()));
    return Stream.concat(rejected, accepted);
  }

  /// A new policy takes effect a moment after it was stored.
  private void eventually(PolicyCase each, Predicate<String> expected)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + EFFECT.toNanos();
    String answer = dryRun(each);
    while (!expected.test(answer)) {
      if (System.nanoTime() > end) {
        throw new AssertionFailedError(
            each.name() + " was not rejected with \"" + each.message() + "\": " + answer);
      }
      Thread.sleep(100);
      answer = dryRun(each);
    }
  }

  private String dryRun(PolicyCase each) throws IOException, InterruptedException {
    return run(each.dryRun().toArray(String[]::new));
  }

  private String run(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>(List.of(kubectl.toString(), "--kubeconfig=" + kubeconfig));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  private static Stream<DynamicTest> cases(String folder, Trial trial) throws IOException {
    return policies().stream()
        .flatMap(
            policy ->
                PolicyCase.in(policy.resolve(folder)).stream()
                    .map(
                        each ->
                            DynamicTest.dynamicTest(
                                policy.getFileName() + " " + folder + "s " + each.name(),
                                () -> trial.of(each))));
  }

  private static List<Path> policies() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of(""))) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("policy.yaml")))
          .sorted()
          .toList();
    }
  }

  /// What is tried with a case.
  private interface Trial {
    void of(PolicyCase each) throws IOException, InterruptedException;
  }
}

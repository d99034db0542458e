// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.inject.FargateInjector;
import io.eksbridge.node.NodeDriver;
import io.eksbridge.startup.Startup;
import io.eksbridge.sync.TokenSync;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the pages say to type can be typed: it is parsed by what it is told to, as far as that is
/// here. What is told to helm and kubectl has tests of its own.
final class CommandsOnPagesTest {
  /// Blocks by how they begin, and why nothing in them is run.
  private static final Map<String, String> NOT_TYPED =
      Map.ofEntries(
          Map.entry("EC2 node", "a drawing"),
          Map.entry("2. token-sync brings", "what ./demo prints: DemoTest"),
          Map.entry("[INFO] datadog-eks-bridge", "what maven prints"),
          Map.entry("decision  inject", "what explain prints: ExamplesTest"),
          Map.entry("canary ", "what status prints: CanaryTest"),
          Map.entry("{\"details\"", "what the health page says: AgentFoldersTest"),
          Map.entry("fargate_injector_", "an expression of Prometheus"),
          Map.entry("sum", "an expression of Prometheus"),
          Map.entry("count(", "an expression of Prometheus"),
          Map.entry("the CSIDriver ", "what helm says: PreflightTest"),
          Map.entry("3 pods hold volumes", "what the guard says: GuardTest"),
          Map.entry("Warning: existing pods", "what the API server says"),
          Map.entry("MountVolume.SetUp failed", "what the kubelet says"),
          Map.entry("Warning  StaleSocket", "what kubectl describe shows"));

  /// Programs that are not here, and why.
  private static final Map<String, String> NOT_HERE =
      Map.of(
          "aws", "asks AWS",
          "docker", "needs an engine",
          "skopeo", "asks a registry of the reader's",
          "crane", "asks a registry of the reader's",
          "ctr", "is run by hand on a node; the story runs the same by RealCluster");

  /// Programs of which a test knows what they take.
  private static final Set<String> CHECKED =
      Set.of(
          "kubectl",
          "helm",
          "mvnw",
          "java",
          "unshare",
          "demo",
          "install",
          "cluster",
          "inside",
          "(sleep",
          "inside()",
          "node-driver",
          "fargate-injector",
          "token-sync");

  private static final Map<String, Object> SERVICES =
      Map.of(
          "node-driver", new NodeDriver(),
          "fargate-injector", new FargateInjector(),
          "token-sync", new TokenSync());

  private static final Set<String> MAVEN =
      Set.of("verify", "test", "package", "install", "process-test-classes", "spotless:apply");
  private static final Pattern PATH =
      Pattern.compile("(?<![\\w/.$:=~-])(?:\\./)?([a-z0-9.-]+(?:/[\\w.-]+)+)");
  private static final Pattern CLASS =
      Pattern.compile("io\\.eksbridge(?:\\.[a-z0-9]+)+\\.[A-Z]\\w+");

  static Stream<String> commands() throws IOException {
    return Commands.all().stream();
  }

  static Stream<String> ours() throws IOException {
    return commands().filter(each -> SERVICES.containsKey(Commands.program(each)));
  }

  static Stream<String> maven() throws IOException {
    return Commands.of("mvnw").stream();
  }

  @Test
  void whatIsNoCommandIsListedWithAReason() throws IOException {
    var listed = new TreeSet<String>();
    for (var block : Commands.blocks().entrySet()) {
      String first = block.getKey().strip();
      List<String> reasons = NOT_TYPED.keySet().stream().filter(first::startsWith).toList();
      if (!Commands.typed(block.getKey())) {
        assertThat(reasons).as(block.getValue() + ": " + first).hasSize(1);
        listed.addAll(reasons);
      }
    }
    assertThat(NOT_TYPED).containsOnlyKeys(listed);
  }

  @Test
  void everyProgramIsKnownOrListedWithAReason() throws IOException {
    var seen = new TreeSet<String>();
    for (String command : Commands.all()) {
      String program = Commands.program(command);
      seen.add(program);
      assertThat(
              CHECKED.contains(program)
                  || NOT_HERE.containsKey(program)
                  || exists(program(command)))
          .as(command)
          .isTrue();
    }
    assertThat(seen).containsAll(NOT_HERE.keySet());
  }

  @ParameterizedTest
  @MethodSource("ours")
  void ourProgramsTakeTheirFlags(String command) {
    List<String> words = Commands.words(command);
    Object service = Objects.requireNonNull(SERVICES.get(Commands.program(command)));

    var _ =
        Startup.commandLine(service, List.of(), Map.of())
            .parseArgs(words.subList(1, words.size()).toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource("maven")
  void mavenIsGivenModulesProfilesPhasesAndTestsThatThereAre(String command) throws IOException {
    List<String> words = Commands.words(command);
    var modules = new ArrayList<String>();
    for (int word = 1; word < words.size(); word++) {
      String each = words.get(word);
      if (each.equals("-pl")) {
        modules.addAll(List.of(words.get(++word).split(",")));
      } else if (each.startsWith("-P")) {
        assertThat(poms()).as(each).contains("<id>" + each.substring(2) + "</id>");
      } else if (each.startsWith("-Dtest=")) {
        assertThat(files(modules, each.substring("-Dtest=".length()) + ".java")).isNotEmpty();
      } else if (!List.of("-DskipTests", "-Dgolden=update").contains(each)) {
        assertThat(each).isIn(MAVEN);
      }
    }
    assertThat(modules).allMatch(module -> exists(module + "/pom.xml"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void pathsAndClassesThatAreNamedExist(String command) throws Exception {
    Matcher path = PATH.matcher(command);
    while (path.find()) {
      String named = path.group(1);
      String top = named.substring(0, named.indexOf('/'));
      if (exists(top) && !NOT_HERE.containsKey(Commands.program(command))) {
        assertThat(made(named) || exists(named)).as(named).isTrue();
      }
    }
    Matcher program = CLASS.matcher(command);
    while (program.find()) {
      hasMain(program.group());
    }
  }

  @Test
  void everyMeasuringProgramOfTheTableExists() throws Exception {
    List<String> programs =
        CLASS
            .matcher(Files.readString(Commands.ROOT.resolve("CONTRIBUTING.md")))
            .results()
            .map(found -> found.group())
            .distinct()
            .toList();
    assertThat(programs).hasSizeGreaterThan(5);
    for (String program : programs) {
      hasMain(program);
    }
  }

  @Test
  void aShellReadsEveryBlock() throws Exception {
    for (String block : Commands.blocks().keySet()) {
      if (Commands.typed(block)) {
        Process shell =
            new ProcessBuilder("bash", "-n", "-c", Commands.filled(block))
                .redirectErrorStream(true)
                .start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(block + said).isZero();
      }
    }
  }

  /// Whether a build makes it.
  private static boolean made(String path) {
    int target = path.indexOf("/target/");
    return target > 0 && exists(path.substring(0, target) + "/pom.xml");
  }

  private static void hasMain(String name) throws Exception {
    assertThat(Class.forName(name).getDeclaredMethod("main", String[].class)).isNotNull();
  }

  private static String program(String command) {
    return Commands.words(command).getFirst();
  }

  private static boolean exists(String path) {
    return Files.exists(Commands.ROOT.resolve(path));
  }

  private static String poms() throws IOException {
    var all = new StringBuilder();
    for (Path pom : files(List.of(""), "pom.xml")) {
      all.append(Files.readString(pom));
    }
    return all.toString();
  }

  private static List<Path> files(List<String> modules, String name) throws IOException {
    var found = new ArrayList<Path>();
    for (String module : modules) {
      try (Stream<Path> files = Files.walk(Commands.ROOT.resolve(module))) {
        found.addAll(files.filter(file -> file.endsWith(name)).toList());
      }
    }
    return found;
  }
}

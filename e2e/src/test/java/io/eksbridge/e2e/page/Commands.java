// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What people are told to type: the blocks of README, CONTRIBUTING and `docs/` that are no YAML,
/// and the commands that stand within a sentence.
final class Commands {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /// With what a line begins that is typed.
  private static final Pattern TYPED =
      Pattern.compile(
          "(kubectl|helm|aws|docker|skopeo|crane|java|unshare|inside|\\.?/?[a-z0-9-]+/\\S*|\\./(mvnw|demo)"
              + "|node-driver|fargate-injector|token-sync|\\(sleep|inside\\(\\))( .*|$)");

  private static final Pattern SPAN =
      Pattern.compile(
          "`((?:kubectl|helm|aws|docker|ctr|java|\\./mvnw|\\./demo|node-driver|fargate-injector|token-sync) [^`]+)`");
  private static final Pattern BLOCK =
      Pattern.compile("^```(\\w*)\\n((?s:.*?))^```$|(?:^ {4,}\\S.*\\n)+", Pattern.MULTILINE);

  /// What readers put in, and what is put in here.
  private static final Map<String, String> PUT_IN =
      Map.ofEntries(
          Map.entry("<release's namespace>", "shop"),
          Map.entry("<namespace>", "shop"),
          Map.entry("<ns>", "shop"),
          Map.entry("<release>", "example"),
          Map.entry("<name>", "web"),
          Map.entry("<pod>", "web"),
          Map.entry("<node>", "node-1"),
          Map.entry("<account>", "default"),
          Map.entry("<cluster>", "example"),
          Map.entry("<registry>", "registry.example.com"),
          Map.entry("<url>", "https://10.0.0.1"),
          Map.entry("<program>", "io.eksbridge.e2e.Footprint"),
          Map.entry("<folder of token and ca.crt>", "/tmp"));

  private Commands() {}

  /// The pages.
  static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md").map(ROOT::resolve),
              docs.filter(file -> file.toString().endsWith(".md")).sorted())
          .toList();
    }
  }

  /// Blocks that are no YAML, each with its page.
  static Map<String, Path> blocks() throws IOException {
    var blocks = new LinkedHashMap<String, Path>();
    for (Path page : pages()) {
      Matcher block = BLOCK.matcher(Files.readString(page));
      while (block.find()) {
        if (block.group(1) == null || block.group(1).isEmpty()) {
          blocks.put(
              (block.group(2) == null ? block.group() : block.group(2)).stripTrailing(), page);
        }
      }
    }
    return blocks;
  }

  /// Whether a block is something to type.
  static boolean typed(String block) {
    return TYPED.matcher(lines(block).getFirst()).matches();
  }

  /// All that is to be typed, by the program (the last part of its path).
  static List<String> of(String program) throws IOException {
    return all().stream().filter(each -> program(each).equals(program)).toList();
  }

  /// All that is to be typed, each piece between `&&` by itself, with something put in for what
  /// readers put in.
  static List<String> all() throws IOException {
    var commands = new ArrayList<String>();
    for (String block : blocks().keySet()) {
      if (typed(block)) {
        for (String line : lines(block)) {
          commands.addAll(List.of(line.split(" && ")));
        }
      }
    }
    for (Path page : pages()) {
      commands.addAll(
          SPAN.matcher(Files.readString(page)).results().map(span -> span.group(1)).toList());
    }
    return commands.stream().map(Commands::filled).map(String::strip).distinct().toList();
  }

  /// Its program, without its path.
  static String program(String command) {
    String first = words(command).getFirst();
    return first.substring(first.lastIndexOf('/') + 1);
  }

  /// As a shell cuts it.
  static List<String> words(String command) {
    Matcher word = Pattern.compile("(?:[^\\s'\"]|'[^']*'|\"[^\"]*\")+").matcher(command);
    UnaryOperator<String> unquoted = text -> text.replaceAll("['\"]", "");
    return word.results().map(MatchResult::group).map(unquoted).toList();
  }

  /// The lines of a block that are typed, those that go on joined, without comments.
  static List<String> lines(String block) {
    return block
        .replaceAll("\\\\\\n\\s*", "")
        .lines()
        .map(line -> line.replaceFirst("\\s+# .*", "").strip())
        .filter(line -> !line.isEmpty())
        .toList();
  }

  static String filled(String command) {
    String filled = command;
    for (var each : PUT_IN.entrySet()) {
      filled = filled.replace(each.getKey(), each.getValue());
    }
    return filled;
  }
}

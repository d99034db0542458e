// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.startup.Startup;
import io.fabric8.zjsonpatch.JsonPatch;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/// The specification: a folder for each case, named as the sentence it stands for. `pod.yaml`,
/// `flags` and `profiles.yaml` go in, decision, reason and patch come out as `expected.json`;
/// `-Dgolden=update` rewrites that.
final class PodsTest {
  private static final Path CASES = Path.of("src/test/resources/pods");
  private static final Set<String> FILES =
      Set.of("pod.yaml", "flags", "profiles.yaml", "expected.json");
  private static final boolean UPDATE = "update".equals(System.getProperty("golden"));
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @TempDir Path scratch;

  @TestFactory
  List<DynamicTest> pods() throws IOException {
    try (Stream<Path> cases = Files.list(CASES)) {
      return cases
          .sorted()
          .map(folder -> dynamicTest(folder.getFileName().toString(), () -> check(folder)))
          .toList();
    }
  }

  private void check(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString())).isSubsetOf(FILES);
    }
    List<String> given = flags(folder);

    JsonNode explained = explain(folder.resolve("pod.yaml"), given);

    golden(folder.resolve("expected.json"), explained);
    JsonNode original =
        JSON.valueToTree(new Yaml().load(Files.readString(folder.resolve("pod.yaml"))));
    JsonNode patched = JsonPatch.apply(explained.path("patch"), original);
    assertThat(explained.path("pod"))
        .as("explain applies its patch as RFC 6902 does")
        .isEqualTo(patched);
    assertKept(untouched(original, explained.path("patch")), patched, "");
    assertAgainIsSilent(explained, patched, given);
  }

  private void assertAgainIsSilent(JsonNode first, JsonNode patched, List<String> flags)
      throws IOException {
    Path again = Files.writeString(scratch.resolve("again.json"), JSON.writeValueAsString(patched));
    JsonNode second = explain(again, flags);
    assertThat(second.path("patch")).as("the patch of the patched pod").isEmpty();
    assertThat(second.path("reason").asText())
        .isEqualTo(
            switch (first.path("decision").asText() + first.path("reason").asText()) {
              case "injectec2_node" -> "sockets_present";
              case String decided when decided.startsWith("inject") -> "already_injected";
              case String _ -> first.path("reason").asText();
            });
  }

  /// The flags of a case; `{case}` is its folder.
  static List<String> flags(Path folder) throws IOException {
    Path flags = folder.resolve("flags");
    return Files.exists(flags)
        ? Files.readAllLines(flags).stream()
            .map(flag -> flag.replace("{case}", folder.toString()))
            .toList()
        : List.of();
  }

  private static void golden(Path file, JsonNode explained) throws IOException {
    ObjectNode seen = explained.deepCopy();
    seen.remove(List.of("message", "pod"));
    if (UPDATE) {
      Files.writeString(file, JSON.writeValueAsString(seen) + "\n");
    }
    assertThat(JSON.writeValueAsString(seen))
        .isEqualToIgnoringNewLines(Files.readString(file).strip());
  }

  static JsonNode explain(Path manifest, List<String> flags) throws IOException {
    var arguments = new ArrayList<>(List.of("explain", "-f", manifest.toString(), "-o", "json"));
    arguments.addAll(flags);
    var out = new StringWriter();
    int code =
        Startup.commandLine(new FargateInjector(), List.of(), Map.of())
            .setOut(new PrintWriter(out))
            .execute(arguments.toArray(String[]::new));
    assertThat(code).isZero();
    return JSON.readTree(out.toString());
  }

  /// The pod without what the patch replaces or removes: all else must still be there.
  private static JsonNode untouched(JsonNode pod, JsonNode patch) {
    JsonNode copy = pod.deepCopy();
    for (JsonNode operation : patch) {
      String path = operation.path("path").asText();
      if (operation.path("op").asText().equals("add")) {
        continue;
      }
      int slash = path.lastIndexOf('/');
      String key = path.substring(slash + 1).replace("~1", "/").replace("~0", "~");
      switch (copy.at(path.substring(0, slash))) {
        case ObjectNode object -> object.remove(key);
        case ArrayNode array -> array.remove(Integer.parseInt(key));
        default -> throw new AssertionError(path);
      }
    }
    return copy;
  }

  private static void assertKept(JsonNode before, JsonNode after, String path) {
    switch (before) {
      case ObjectNode object ->
          object
              .properties()
              .forEach(
                  field ->
                      assertKept(
                          field.getValue(),
                          after.path(field.getKey()),
                          path + "/" + field.getKey()));
      case ArrayNode array when after.size() != array.size() -> {
        List<JsonNode> left = new ArrayList<>(after.valueStream().toList());
        for (JsonNode element : array) {
          JsonNode found =
              left.stream()
                  .filter(each -> each.path("name").equals(element.path("name")))
                  .findFirst()
                  .orElseThrow(() -> new AssertionError("lost from " + path + ": " + element));
          left.remove(found);
          assertKept(element, found, path + "/" + element.path("name").asText());
        }
      }
      case ArrayNode array -> {
        for (int index = 0; index < array.size(); index++) {
          assertKept(array.get(index), after.path(index), path + "/" + index);
        }
      }
      case JsonNode scalar when scalar.isNull() -> {} // the same as absent: it may have been filled
      case JsonNode scalar -> assertThat(after).as(path).isEqualTo(scalar);
    }
  }
}

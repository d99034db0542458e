// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.coverage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eksbridge.inject.YamlText;
import io.eksbridge.startup.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.yaml.snakeyaml.error.YAMLException;

/// Reads one pod from YAML or JSON, from a file or from standard input (`-`).
final class Manifest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Manifest() {}

  static JsonNode read(String source, InputStream standardInput) {
    String text = text(source, standardInput);
    try {
      List<Object> documents = YamlText.documents(text);
      return pod(source, documents);
    } catch (YAMLException | IllegalArgumentException unreadable) {
      throw new Refusal(
          source + " is neither YAML nor JSON: " + unreadable.getMessage(), unreadable);
    }
  }

  static String print(JsonNode pod) {
    return YamlText.print(JSON.convertValue(pod, Object.class));
  }

  private static JsonNode pod(String source, List<Object> documents) {
    if (documents.size() != 1) {
      throw new Refusal(source + " holds " + documents.size() + " objects, explain takes one pod");
    }
    JsonNode pod = JSON.valueToTree(documents.getFirst());
    String kind = pod.path("kind").asText("");
    if (!kind.equals("Pod") || !pod.path("apiVersion").asText("").equals("v1")) {
      throw new Refusal(
          source
              + " holds no pod"
              + (kind.isEmpty() ? "" : " but a " + kind)
              + ": explain takes kind Pod of v1");
    }
    return pod;
  }

  private static String text(String source, InputStream standardInput) {
    try {
      return source.equals("-")
          ? new String(standardInput.readAllBytes(), StandardCharsets.UTF_8)
          : Files.readString(Path.of(source));
    } catch (NoSuchFileException absent) {
      throw new Refusal("-f " + source + ": no such file", absent);
    } catch (IOException unreadable) {
      throw new Refusal("-f " + source + " cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }
}

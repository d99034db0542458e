// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.story;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// Objects as people write and read them: YAML.
public final class Manifest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Manifest() {}

  /// The manifest `name` of the demo.
  public static ObjectNode read(String name) throws IOException {
    try (InputStream in = Manifest.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("no such manifest: " + name);
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /// An object from YAML or JSON.
  public static ObjectNode parse(String text) {
    Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    return JSON.valueToTree(tree);
  }

  /// The lines of its YAML.
  static List<String> lines(JsonNode object) throws JsonProcessingException {
    var options = new DumperOptions();
    options.setDefaultFlowStyle(FlowStyle.BLOCK);
    options.setIndicatorIndent(2);
    options.setIndentWithIndicator(true);
    options.setWidth(160);
    Object tree = JSON.treeToValue(object, Object.class);
    return new Yaml(options).dump(tree).lines().toList();
  }
}

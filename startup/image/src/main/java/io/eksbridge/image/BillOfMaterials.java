// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/// A CycloneDX bill: Maven knows the libraries of a service, and not what they run on.
final class BillOfMaterials {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private BillOfMaterials() {}

  /// Adds the Java runtime and the C library to a bill that Maven made.
  static void complete(Path bill, Path runtime, CLibrary library) throws IOException {
    ObjectNode tree = (ObjectNode) JSON.readTree(bill.toFile());
    ArrayNode components = tree.withArray("components");
    String java = release(runtime);
    components.add(
        component("java-runtime", java, "pkg:generic/openjdk@" + java.replace("+", "%2B")));
    components.add(component("glibc", library.version(), library.packageUrl()));
    Files.writeString(bill, JSON.writeValueAsString(tree) + "\n");
  }

  private static ObjectNode component(String name, String version, String url) {
    return JSON.createObjectNode()
        .put("type", "library")
        .put("bom-ref", url)
        .put("name", name)
        .put("version", version)
        .put("purl", url);
  }

  /// The version that a runtime tells of itself in its file `release`.
  private static String release(Path runtime) throws IOException {
    var release = new Properties();
    try (Reader file = Files.newBufferedReader(runtime.resolve("release"))) {
      release.load(file);
    }
    return release.getProperty("JAVA_VERSION", "").replace("\"", "");
  }
}

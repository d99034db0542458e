// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import io.eksbridge.parts.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// A chart of this folder and the objects that Helm makes of it.
enum Chart {
  NODE_DRIVER("node-driver"),
  FARGATE_INJECTOR("fargate-injector"),
  TOKEN_SYNC("token-sync"),
  UMBRELLA(Packages.UMBRELLA);

  /// The umbrella with the other charts in it, and the same without hooks that are hooks.
  private static final Map<Boolean, Path> WHOLE = new ConcurrentHashMap<>();

  private static final ObjectReader YAML = new YAMLMapper().readerFor(JsonNode.class);

  /// The annotation of hooks in [#hooks].
  static final String HOOK = "test/hook";

  private final String folder;

  Chart(String folder) {
    this.folder = folder;
  }

  String folder() {
    return folder;
  }

  Helm helm() {
    return new Helm(this == UMBRELLA ? WHOLE.computeIfAbsent(true, Chart::whole) : path());
  }

  TemplateCommand template() {
    return template(helm());
  }

  private static TemplateCommand template(Helm helm) {
    return helm.template()
        .withName("release")
        .withNamespace("eksbridge")
        .withKubeVersion("1.35.0")
        .set("global.preflight", false); // helm does not look for a cluster there, its library does
  }

  /// The objects with the least a user must say, which is where the image is.
  List<JsonNode> objects() {
    return objects(Map.of());
  }

  List<JsonNode> objects(Map<String, Object> values) {
    TemplateCommand template = named();
    values.forEach(template::set);
    return read(template.call()).toList();
  }

  /// The chart's manifests as text.
  String rendered() {
    return named().call();
  }

  /// The hooks with these values. Helm's library leaves hooks out of what it renders, so that it is
  /// given a copy of the chart in which they are none.
  List<JsonNode> hooks(Map<String, Object> values) {
    TemplateCommand template = named(unhooked());
    values.forEach(template::set);
    return read(template.call())
        .filter(object -> object.path("metadata").path("annotations").has(HOOK))
        .toList();
  }

  /// All that Helm makes of the chart with these values, hooks too, as text.
  String whole(Path values) {
    return template(unhooked()).withValuesFile(values).call();
  }

  private Helm unhooked() {
    return new Helm(WHOLE.computeIfAbsent(false, Chart::whole).resolveSibling(folder));
  }

  private Path path() {
    return Path.of(folder);
  }

  private static String unhooked(String template) {
    return template.replace("helm.sh/hook:", HOOK + ":");
  }

  private static Path whole(boolean hooked) {
    try {
      Path work = Files.createTempDirectory("charts");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> Folders.delete(work)));
      return Packages.whole(Path.of(""), work, hooked ? UnaryOperator.identity() : Chart::unhooked);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /// The manifests that one file of the chart renders to.
  String rendered(String file) {
    return rendered(file, Map.of());
  }

  /// The same with these values.
  String rendered(String file, Map<String, Object> values) {
    TemplateCommand template = named();
    values.forEach(template::set);
    String source = "# Source: " + folder + "/" + file;
    return Stream.of(template.call().split("(?m)^---$"))
        .filter(document -> document.contains(source))
        .collect(Collectors.joining("\n---\n"));
  }

  private TemplateCommand named() {
    return named(helm());
  }

  private TemplateCommand named(Helm helm) {
    return this == UMBRELLA
        ? template(helm).set("global.image.registry", "registry.test")
        : template(helm).set("image.repository", "registry.test/" + folder);
  }

  /// The objects of a YAML text of several documents.
  static Stream<JsonNode> read(String yaml) {
    try {
      return YAML.<JsonNode>readValues(yaml).readAll().stream()
          .filter(object -> object.has("kind"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /// The pod templates of the chart's workloads.
  Stream<JsonNode> pods() {
    return objects().stream()
        .map(object -> object.at("/spec/template/spec"))
        .filter(JsonNode::isObject);
  }

  /// The containers of the chart's workloads.
  Stream<JsonNode> containers() {
    return pods().flatMap(pod -> elements(pod.at("/containers")));
  }

  /// The rules of the chart's roles.
  Stream<JsonNode> rules() {
    return objects().stream()
        .filter(object -> object.at("/kind").asText().endsWith("Role"))
        .flatMap(role -> elements(role.at("/rules")));
  }

  static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  static List<String> texts(JsonNode array) {
    return elements(array).map(JsonNode::asText).toList();
  }
}

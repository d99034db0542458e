// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The three charts in one: what they share, and what must not meet.
final class UmbrellaTest {
  private static final List<String> PARTS =
      List.of("node-driver", "fargate-injector", "token-sync");
  private static final Pattern DEFINE = Pattern.compile("\\{\\{-? define \"([^\"]+)\"");

  @Test
  void noTwoObjectsHaveOneName() {
    List<String> names =
        Stream.concat(
                Chart.UMBRELLA.objects().stream(),
                Chart.UMBRELLA.hooks(Map.of("token-sync.cleanup.enabled", true)).stream())
            .map(
                object ->
                    String.join(
                        " ",
                        object.at("/kind").asText(),
                        object.at("/metadata/namespace").asText(),
                        object.at("/metadata/name").asText()))
            .toList();

    assertThat(names).hasSizeGreaterThan(40).doesNotHaveDuplicates();
  }

  @Test
  void objectsAreCalledAsWhereEachPartIsAReleaseOfItsOwnWhichPoliciesAndPagesName() {
    assertThat(names("ServiceAccount"))
        .containsExactlyInAnyOrder(
            "eksbridge-node/node-driver",
            "eksbridge/fargate-injector",
            "eksbridge/fargate-injector-controller",
            "eksbridge/token-sync");
  }

  @Test
  void onlyTheDriverIsInTheNamespaceThatAllowsPrivileged() {
    assertThat(Chart.UMBRELLA.objects())
        .filteredOn(object -> object.at("/kind").asText().equals("Namespace"))
        .singleElement()
        .satisfies(
            namespace -> {
              assertThat(namespace.at("/metadata/name").asText()).isEqualTo("eksbridge-node");
              assertThat(
                      namespace.at("/metadata/labels/pod-security.kubernetes.io~1enforce").asText())
                  .isEqualTo("privileged");
            });
    assertThat(names("DaemonSet")).containsExactly("eksbridge-node/node-driver");
    assertThat(names("Deployment")).hasSize(3).allMatch(name -> name.startsWith("eksbridge/"));
  }

  @ParameterizedTest
  @CsvSource({
    "node-driver, DaemonSet, 0, 3",
    "fargate-injector, Deployment, 1, 1",
    "token-sync, Deployment, 1, 2",
  })
  void aPartMayBeLeftOut(String part, String kind, int daemonSets, int deployments) {
    Map<String, Object> without = Map.of(part + ".enabled", false);

    assertThat(Chart.UMBRELLA.objects(without))
        .noneMatch(
            object -> object.at("/metadata/labels/app.kubernetes.io~1name").asText().equals(part));
    assertThat(kinds(without, "DaemonSet")).isEqualTo(daemonSets);
    assertThat(kinds(without, "Deployment")).isEqualTo(deployments);
    assertThat(kinds(Map.of(), kind)).isPositive();
  }

  @Test
  void whatIsSaidOnceReachesAllParts() {
    assertThat(
            Chart.UMBRELLA.objects(
                Map.of("global.image.tag", "9.9.9", "global.image.pullSecrets[0].name", "mine")))
        .map(object -> object.at("/spec/template/spec"))
        .filteredOn(JsonNode::isObject)
        .hasSize(4)
        .allSatisfy(
            pod -> {
              assertThat(pod.at("/containers/0/image").asText())
                  .matches("registry\\.test/[a-z-]+:9\\.9\\.9");
              assertThat(pod.at("/imagePullSecrets").toString()).isEqualTo("[{\"name\":\"mine\"}]");
            });
  }

  @Test
  void theArchiveRendersTheSameWithNothingBesideIt(@TempDir Path archives) throws IOException {
    Packages.main(new String[] {"", archives.toString()});

    String rendered =
        Helm.template(archives.resolve(Packages.UMBRELLA + "-0.1.0.tgz").toString())
            .withName("release")
            .withNamespace("eksbridge")
            .withKubeVersion("1.35.0")
            .set("global.preflight", false)
            .set("global.image.registry", "registry.test")
            .call();

    assertThat(rendered).isEqualTo(Chart.UMBRELLA.rendered());
    try (Stream<Path> made = Files.list(archives)) {
      assertThat(made).hasSize(Chart.values().length);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"_pod.tpl", "_rights.tpl"})
  void theTemplatesThatPartsShareAreTheSameInEach(String file) throws IOException {
    String first = Files.readString(Path.of(PARTS.getFirst(), "templates", file));

    for (String part : PARTS) {
      assertThat(Path.of(part, "templates", file)).hasContent(first);
    }
  }

  @Test
  void noTwoPartsDefineOneName() throws IOException {
    Set<String> names = new HashSet<>();
    for (String part : PARTS) {
      for (String name : defined(part)) {
        assertThat(name).startsWith(part + ".");
        assertThat(names.add(name)).as(name).isTrue();
      }
    }
    assertThat(names).hasSizeGreaterThan(10);
  }

  private static List<String> defined(String part) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(part, "templates"))) {
      var names = new java.util.ArrayList<String>();
      for (Path file : files.toList()) {
        if (!List.of("_pod.tpl", "_rights.tpl").contains(file.getFileName().toString())) {
          Matcher define = DEFINE.matcher(Files.readString(file));
          while (define.find()) {
            names.add(define.group(1));
          }
        }
      }
      return names;
    }
  }

  private static List<String> names(String kind) {
    return Chart.UMBRELLA.objects().stream()
        .filter(object -> object.at("/kind").asText().equals(kind))
        .map(object -> object.at("/metadata"))
        .map(data -> data.path("namespace").asText() + "/" + data.path("name").asText())
        .toList();
  }

  private static int kinds(Map<String, Object> values, String kind) {
    return (int)
        Chart.UMBRELLA.objects(values).stream()
            .filter(object -> object.at("/kind").asText().equals(kind))
            .count();
  }
}

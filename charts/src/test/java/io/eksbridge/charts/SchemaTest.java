// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a schema knows of a chart's values.
final class SchemaTest {
  /// Kubernetes' own, which the API server checks; names that are the reader's; `global`, which
  /// Helm shares with charts around ours; and the parts of the umbrella, which bring their schema.
  private static final Pattern OPEN =
      Pattern.compile(
          "(.*\\.)?(resources|nodeSelector|affinity|nodeAffinity\\[]|topologySpreadConstraints\\[]"
              + "|securityContext|updateStrategy|namespaceSelector|podSelector|extraEnv\\[]|env\\[]|pullSecrets\\[]|metricsFrom\\[]|extraEgress\\[])"
              + "|(.*\\.)?(tags|podLabels|podAnnotations)"
              + "|global|node-driver|fargate-injector|token-sync");

  @ParameterizedTest
  @EnumSource
  void everyOtherObjectRefusesWhatItDoesNotName(Chart chart) throws IOException {
    var open = new ArrayList<String>();
    open("", schema(chart), open);

    assertThat(open).isNotEmpty().allMatch(OPEN.asMatchPredicate());
  }

  @Test
  void tokenSyncKnowsOfProfilesWhatTheInjectorDoes() throws IOException {
    assertThat(schema(Chart.TOKEN_SYNC).at("/properties/profiles"))
        .isEqualTo(schema(Chart.FARGATE_INJECTOR).at("/properties/profiles"));
  }

  private static JsonNode schema(Chart chart) throws IOException {
    return new ObjectMapper().readTree(Path.of(chart.folder(), "values.schema.json").toFile());
  }

  /// Objects in it that may hold anything, by their paths.
  private static void open(String path, JsonNode schema, List<String> open) {
    boolean object = schema.path("type").toString().contains("object");
    if (object && schema.path("additionalProperties").asBoolean(true) && !path.isEmpty()) {
      open.add(path);
    }
    schema
        .path("properties")
        .properties()
        .forEach(each -> open(joined(path, each.getKey()), each.getValue(), open));
    if (schema.has("items")) {
      open(path + "[]", schema.path("items"), open);
    }
  }

  private static String joined(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}

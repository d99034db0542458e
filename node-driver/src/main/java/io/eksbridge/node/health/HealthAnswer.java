// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.health;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eksbridge.node.health.HealthCheck.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is answered to a [HealthCheck.Question]: 200 or 503, and a JSON object of the shape that
/// Micronaut's health endpoint has: `{"status":"UP","details":{"<name>":{"status":"UP",...}}}`.
///
/// @param status of the HTTP answer
/// @param body of it
record HealthAnswer(int status, String body) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static HealthAnswer of(List<HealthCheck> checks, HealthCheck.Question question) {
    boolean allUp = true;
    var details = new LinkedHashMap<String, Object>();
    for (HealthCheck check : checks) {
      if (check.question() == question) {
        Finding finding = check.look();
        allUp &= finding.up();
        details.put(
            check.name(), Map.of("status", word(finding.up()), "details", finding.details()));
      }
    }
    return new HealthAnswer(
        allUp ? 200 : 503, json(Map.of("status", word(allUp), "details", details)));
  }

  private static String word(boolean up) {
    return up ? "UP" : "DOWN";
  }

  private static String json(Map<String, Object> answer) {
    try {
      return JSON.writeValueAsString(answer);
    } catch (JsonProcessingException surprise) {
      throw new IllegalStateException(surprise); // maps of text, numbers and truths
    }
  }
}

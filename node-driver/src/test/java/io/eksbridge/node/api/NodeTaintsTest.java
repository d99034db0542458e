// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eksbridge.node.taint.Taint;
import io.eksbridge.node.taint.Untainting;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NodeTaintsTest {
  @Test
  void theTaintsAreReadWithAllTheirFieldsAndNothingElse() throws IOException {
    String node =
        """
        {"kind": "Node", "metadata": {"name": "n", "labels": {"taints": "no"}, "taints": [{"key": "no"}]},
         "spec": {"providerID": "aws:///x", "podCIDRs": ["10.0.0.0/8"],
           "taints": [{"key": "a/b", "effect": "NoExecute", "timeAdded": "2026-01-01T00:00:00Z"}, {"key": "c"}]},
         "status": {"taints": [{"key": "no"}]}}
        """;

    assertThat(NodeTaints.taints(new Reply.Done(node)))
        .containsExactly(
            new Taint(
                Map.of("key", "a/b", "effect", "NoExecute", "timeAdded", "2026-01-01T00:00:00Z")),
            new Taint(Map.of("key", "c")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"spec\": {}}", "{\"spec\": {\"taints\": []}}", "[]", "{\"spec\": null}"})
  void aNodeWithoutTaintsHasNone(String node) throws IOException {
    assertThat(NodeTaints.taints(new Reply.Done(node))).isEmpty();
  }

  @Test
  void whatIsNoJsonIsAFailure() {
    assertThatThrownBy(() -> NodeTaints.taints(new Reply.Done("<html>")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void thePatchHoldsOnlyForTheTaintsThatWereSeen() {
    var seen = new Taint(Map.of("key", "a\"b"));

    assertThat(NodeTaints.patch(new Untainting.Remove(List.of(seen), List.of(), List.of())))
        .isEqualTo(
            "[{\"op\":\"test\",\"path\":\"/spec/taints\",\"value\":[{\"key\":\"a\\\"b\"}]},"
                + "{\"op\":\"replace\",\"path\":\"/spec/taints\",\"value\":[]}]");
  }

  @ParameterizedTest
  @CsvSource({
    "200, Done",
    "201, Done",
    "401, Forbidden",
    "403, Forbidden",
    "404, Failed",
    "409, Conflict",
    "422, Conflict",
    "429, Failed",
    "500, Failed",
    "503, Failed",
    "301, Failed"
  })
  void aStatusMeansOneThing(int status, String meaning) {
    assertThat(Reply.of(status, "{\"message\": \"no\"}").getClass().getSimpleName())
        .isEqualTo(meaning);
  }

  @Test
  void theApiServersReasonIsToldAndAProxysPageIsNot() {
    assertThat(Reply.of(403, "{\"kind\": \"Status\", \"message\": \"not yours\"}"))
        .isEqualTo(new Reply.Forbidden("403: not yours"));
    assertThat(Reply.of(502, "<html>bad gateway</html>"))
        .isEqualTo(new Reply.Failed("502: no message"));
  }
}

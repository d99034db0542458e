// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PodPageTest {
  private static final String DRIVER = "k8s.csi.datadoghq.com";

  @Test
  void podsAreFoundByTheDriverOfTheirVolumesAndByNothingElse() throws IOException {
    PodPage page =
        read(
            """
            {"kind": "PodList", "metadata": {"continue": "m2", "remainingItemCount": 7}, "items": [
              {"metadata": {"name": "cart", "namespace": "shop", "labels": {"name": "other"}},
               "spec": {"nodeName": "node-1", "containers": [{"name": "x", "volumeMounts": [{"name": "a"}]}], "volumes": [
                 {"name": "a", "csi": {"driver": "k8s.csi.datadoghq.com", "volumeAttributes": {"type": "APMSocket"}}},
                 {"name": "b", "emptyDir": {}},
                 {"csi": {"driver": "k8s.csi.datadoghq.com"}, "name": "c"}]}},
              {"metadata": {"name": "bank", "namespace": "shop", "annotations": {"x": "k8s.csi.datadoghq.com"}},
               "spec": {"nodeName": "node-1", "volumes": [{"name": "a", "csi": {"driver": "ebs.csi.aws.com"}}]}},
              {"metadata": {"name": "none", "namespace": "shop"}, "spec": {"nodeName": "node-1"}}]}
            """);

    assertThat(page.holders())
        .containsExactly(new Holder("shop", "cart", "node-1", List.of("a", "c")));
    assertThat(page.next()).isEqualTo("m2");
  }

  @Test
  void theOrderOfFieldsDoesNotMatterAndTheLastPageSaysSo() throws IOException {
    PodPage page =
        read(
            """
            {"items": [{"spec": {"volumes": [{"name": "a", "csi": {"driver": "k8s.csi.datadoghq.com"}}], "nodeName": "n"},
              "metadata": {"namespace": "s", "name": "p"}}], "metadata": {"resourceVersion": "3"}}
            """);

    assertThat(page.holders()).containsExactly(new Holder("s", "p", "n", List.of("a")));
    assertThat(page.next()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>a proxy</html>",
        "[]",
        "{\"items\": [{\"metadata\": {\"name\": \"cart\"}, \"spec\": {\"vol",
      })
  void whatIsNoWholeListIsNotTakenForAnEmptyOne(String body) {
    assertThatThrownBy(() -> read(body)).isInstanceOf(IOException.class);
  }

  private static PodPage read(String body) throws IOException {
    return PodPage.read(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), DRIVER);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.sight;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eksbridge.inject.YamlText;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class PackedTest {
  private static final Path POD =
      Path.of(
          "src/test/resources/pods/the-eks-coredns-add-on-that-opts-in-gets-the-ip-of-the-cluster-agent");

  @Test
  void aPodIsKeptWholeInHalfOfItsTextAndIsEqualToItself() throws Exception {
    JsonNode pod =
        new ObjectMapper()
            .valueToTree(YamlText.documents(Files.readString(POD.resolve("pod.yaml"))).getFirst());

    Packed packed = Packed.of(pod);

    assertThat(packed.json()).isEqualTo(pod);
    assertThat(packed.size()).isLessThan(pod.toString().length() / 2);
    assertThat(packed).isEqualTo(Packed.of(pod)).hasSameHashCodeAs(Packed.of(pod));
    assertThat(packed).isNotEqualTo(Packed.of(new ObjectMapper().createObjectNode()));
  }
}

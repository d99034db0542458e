// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JsonPatchTest {
  private static final TextNode X = TextNode.valueOf("x");

  @Test
  void aPointerEscapesTildesBeforeSlashes() {
    assertThat(JsonPatch.pointer("a/b", "c~d", "~1", 0)).isEqualTo("/a~1b/c~0d/~01/0");
  }

  @Test
  void applyingDoesWhatRfc6902Says() throws JsonProcessingException {
    JsonNode document = json("{'a~/b':{'k':1},'list':[1,2,3],'gone':true}");
    var patch =
        new JsonPatch(
            List.of(
                new JsonPatch.Add("/a~0~1b/new", X),
                new JsonPatch.Replace("/a~0~1b/k", X),
                new JsonPatch.Add("/list/0", X),
                new JsonPatch.Add("/list/-", X),
                new JsonPatch.Replace("/list/1", X),
                new JsonPatch.Remove("/list/2"),
                new JsonPatch.Remove("/gone")));

    JsonNode patched = patch.applyTo(document);

    assertThat(patched)
        .isEqualTo(io.fabric8.zjsonpatch.JsonPatch.apply(patch.json(), document))
        .isEqualTo(json("{'a~/b':{'k':'x','new':'x'},'list':['x','x',3,'x']}"));
    assertThat(document).isEqualTo(json("{'a~/b':{'k':1},'list':[1,2,3],'gone':true}"));
  }

  @Test
  void aPlaceWithoutAParentIsAnError() throws JsonProcessingException {
    var patch = new JsonPatch(List.of(new JsonPatch.Add("/absent/key", X)));
    JsonNode document = json("{}");

    assertThatThrownBy(() -> patch.applyTo(document)).hasMessageContaining("/absent/key");
  }

  @Test
  void entriesThatAreThereAlreadyAreNoStep() throws JsonProcessingException {
    var draft = new Draft();

    draft.entries("/a", json("{'k':'v','l':'old'}"), Map.of("k", "v"));
    draft.entries("/a", json("{'k':'v','l':'old'}"), Map.of("l", "new"));

    assertThat(draft.patch().operations())
        .containsExactly(new JsonPatch.Replace("/a/l", TextNode.valueOf("new")));
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return new ObjectMapper().readTree(text.replace('\'', '"'));
  }
}

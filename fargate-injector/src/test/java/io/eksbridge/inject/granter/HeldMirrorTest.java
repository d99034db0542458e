// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.granter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eksbridge.inject.access.Held;
import io.eksbridge.inject.access.HeldReader;
import io.eksbridge.inject.access.Reach;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class HeldMirrorTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "eksbridge-kubelet:shop:cart:0";

  private final HeldMirror<Held.Role> mirror = new HeldMirror<>(HeldReader::role, () -> {});

  @Test
  void whatWasWrittenIsKnownAtOnceAndOldNewsChangesNothing() throws IOException {
    mirror.wrote(role("u1", 7, "n1", "n2"));

    mirror.read(role("u1", 6, "n1")).ifPresent(mirror::put);

    assertThat(nodes()).isEqualTo(Set.of("n1", "n2"));
  }

  @Test
  void whatWasDeletedDoesNotComeBackByOldNews() throws IOException {
    mirror.wrote(role("u1", 7, "n1"));
    mirror.deleted(NAME, "u1");

    mirror.read(role("u1", 7, "n1")).ifPresent(mirror::put);

    assertThat(mirror.things()).isEmpty();
  }

  @Test
  void theEndOfAnEarlierLifeEndsNoLaterOne() throws IOException {
    mirror.wrote(role("u2", 9, "n1"));

    mirror.read(role("u1", 8, "n1")).ifPresent(mirror::remove);

    assertThat(mirror.things()).containsKey(NAME);
  }

  @Test
  void aListTellsAllThatThereIs() throws IOException {
    mirror.wrote(role("u1", 7, "n1"));

    mirror.replace(List.of());

    assertThat(mirror.things()).isEmpty();
  }

  @Test
  void aRoleUnderAnotherNameIsNotLookedAt() throws IOException {
    JsonNode other = JSON.readTree("{\"metadata\":{\"name\":\"view\"}}");

    assertThat(mirror.read(other)).isEmpty();
  }

  @Test
  void aLabelThatSomeoneTookAwayDoesNotMakeItSomeoneElses() throws IOException {
    JsonNode stripped =
        JSON.readTree(
            """
            {"metadata":{"name":"%s","uid":"u","resourceVersion":"1","managedFields":[{"manager":"eksbridge-injector"},{"manager":"kubectl-edit","fieldsV1":{"f:rules":{}}}]}}
            """
                .formatted(NAME));

    assertThat(mirror.read(stripped))
        .hasValueSatisfying(
            seen -> {
              assertThat(seen.thing().ours()).isTrue();
              assertThat(seen.thing().marked()).isFalse();
              assertThat(seen.thing().editors()).isEqualTo(Set.of("kubectl-edit"));
            });
  }

  private Set<String> nodes() {
    return mirror.things().values().stream()
        .map(Held.Role::reach)
        .map(Reach.Nodes.class::cast)
        .map(Reach.Nodes::names)
        .findFirst()
        .orElseGet(TreeSet::new);
  }

  private static JsonNode role(String uid, int version, String... nodes) throws IOException {
    return JSON.readTree(
        """
        {"metadata":{"name":"%s","uid":"%s","resourceVersion":"%d","labels":{"eksbridge.io/owner":"eksbridge-injector"}},
        "rules":[{"apiGroups":[""],"resources":["nodes/proxy"],"verbs":["get"],"resourceNames":["%s"]}]}
        """
            .formatted(NAME, uid, version, String.join("\",\"", nodes)));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.inject.patch.JsonPatch;
import io.eksbridge.inject.patch.SidecarPatch;
import io.eksbridge.inject.verdict.PodView;
import io.eksbridge.inject.verdict.Policy;
import io.eksbridge.inject.verdict.Rules;
import io.eksbridge.inject.verdict.Verdict;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.jqwik.api.statistics.StatisticsReport.StatisticsReportMode;

/// What holds of every pod, tried on thousands of them; a failure names the seed, and a smaller pod
/// that fails too.
@PropertyDefaults(tries = 3000)
final class PatchPropertiesTest {
  private static final double LEAST_CHANGED = 20; // in a hundred
  private static final Set<String> SOCKETS =
      Set.of("unix:///var/run/datadog/apm/apm.socket", "unix:///var/run/datadog/dsd/dsd.socket");
  private static final List<Policy> POLICIES =
      List.of(
          PolicyOf.flags(),
          PolicyOf.flags("--mixed-workloads", "--hardening=off"),
          PolicyOf.flags("--official-sidecar=replace", "--form=native", "--logs=all"),
          PolicyOf.flags("--hardening=always", "--form=container", "--pull-secrets=mine,regcred"));

  @Property
  void patchingTwiceIsPatchingOnce(@ForAll("made") Made made) {
    JsonPatch again = decide(made.patched(), made.policy()).patch();

    assertThat(again.isEmpty()).as("%s: %s", made, again.json()).isTrue();
  }

  @Property
  void whatNobodyKnowsAndWhatTheUserSetIsKept(@ForAll("made") Made made) {
    JsonNode before = made.pod().deepCopy();
    boolean ours =
        made.verdict() instanceof Verdict.Inject
            || Rules.twice(new PodView(made.pod(), "shop")); // one of the two has to go

    assertThat(made.patched().at("/spec/inventedLater"))
        .isEqualTo(before.at("/spec/inventedLater"));
    assertThat(made.patched().at("/metadata/annotations/example.com~1a~0b~1c"))
        .isEqualTo(before.at("/metadata/annotations/example.com~1a~0b~1c"));
    for (String field : List.of("containers", "initContainers")) {
      for (JsonNode container : before.path("spec").path(field)) {
        String name = container.path("name").asText();
        if (ours && (name.equals(Rules.CONTAINER) || name.equals(Rules.COPY_CONTAINER))) {
          continue; // the official one, which gave way
        }
        JsonNode after = named(made.patched().path("spec").path(field), container);
        assertThat(after.path("futureField")).isEqualTo(container.path("futureField"));
        assertThat(after.path("image")).isEqualTo(container.path("image"));
        kept(container.path("env"), after.path("env"), made);
      }
    }
  }

  @Property
  void everyMountOfOursHasItsVolumeAndEveryNameIsThereOnce(@ForAll("made") Made made) {
    if (made.verdict() instanceof Verdict.Skip) {
      return;
    }
    JsonNode spec = made.patched().path("spec");
    var volumes = new TreeSet<String>();
    for (JsonNode volume : spec.path("volumes")) {
      assertThat(volumes.add(volume.path("name").asText())).as(made.toString()).isTrue();
    }
    for (JsonNode operation : made.patch().json()) {
      for (String mount : operation.path("value").findValuesAsText("mountPath")) {
        assertThat(mount).startsWith("/");
      }
    }
    for (String field : List.of("containers", "initContainers")) {
      for (JsonNode container : spec.path(field)) {
        boolean ofOurs = container.path("name").asText().equals(Rules.CONTAINER);
        if (ofOurs) {
          assertThat(volumes)
              .as(made.toString())
              .containsAll(container.path("volumeMounts").findValuesAsText("name"));
        }
      }
    }
    assertThat(count(spec, Rules.CONTAINER))
        .isEqualTo(made.verdict() instanceof Verdict.Inject ? 1 : 0);
  }

  @Property
  void thePatchMeansWhatRfc6902Says(@ForAll("made") Made made) {
    assertThat(io.fabric8.zjsonpatch.JsonPatch.apply(made.patch().json(), made.pod().deepCopy()))
        .as(made.toString())
        .isEqualTo(made.patched());
  }

  @Property
  @StatisticsReport(StatisticsReportMode.OFF)
  void manyOfThesePodsAreChangedAndNoneInPlace(@ForAll("made") Made made) {
    Statistics.label("changed").collect(!(made.verdict() instanceof Verdict.Skip));
    Statistics.label("changed")
        .coverage(seen -> seen.check(true).percentage(share -> share > LEAST_CHANGED));

    assertThat(made.pod()).isEqualTo(made.untouched());
  }

  @Provide
  Arbitrary<Made> made() {
    return Combinators.combine(RandomPods.all(), Arbitraries.of(POLICIES))
        .as(PatchPropertiesTest::made);
  }

  private static void kept(JsonNode before, JsonNode after, Made made) {
    assertThat(after.size()).isGreaterThanOrEqualTo(before.size());
    for (int index = 0; index < before.size(); index++) {
      if (!SOCKETS.contains(before.get(index).path("value").asText())) {
        assertThat(after.get(index)).as(made.toString()).isEqualTo(before.get(index));
      }
    }
  }

  private static JsonNode named(JsonNode containers, JsonNode like) {
    for (JsonNode each : containers) {
      if (each.path("name").equals(like.path("name"))) {
        return each;
      }
    }
    throw new AssertionError("lost " + like);
  }

  private static int count(JsonNode spec, String name) {
    int count = 0;
    for (String field : List.of("containers", "initContainers")) {
      for (JsonNode each : spec.path(field)) {
        count += each.path("name").asText().equals(name) ? 1 : 0;
      }
    }
    return count;
  }

  private static Made made(ObjectNode pod, Policy policy) {
    JsonNode before = pod.deepCopy();
    Decided decided = decide(pod, policy);
    JsonNode patched = decided.patch().applyTo(pod);
    return new Made(before, pod, policy, decided.verdict(), decided.patch(), patched);
  }

  private static Decided decide(JsonNode pod, Policy policy) {
    var view = new PodView(pod, "shop");
    Verdict verdict = Rules.decide(view, PolicyOf.ready(view.namespace()), policy);
    return new Decided(verdict, SidecarPatch.of(view, verdict));
  }

  private record Decided(Verdict verdict, JsonPatch patch) {}

  /// A pod, and what was made of it.
  ///
  /// @param untouched as it was before
  record Made(
      JsonNode untouched,
      JsonNode pod,
      Policy policy,
      Verdict verdict,
      JsonPatch patch,
      JsonNode patched) {
    @Override
    public String toString() {
      return verdict.reason() + " of " + pod;
    }
  }
}

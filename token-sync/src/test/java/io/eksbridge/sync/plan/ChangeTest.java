// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.sync.plan.TokenRules.Hold;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The whole table of decisions. The copy is told in words: who has made it, what it holds (`same`
/// as the source, what an `older` source gave, `edited` by somebody), and what else is so.
final class ChangeTest {
  private static final Selection SELECTION =
      new Selection(
          LabelSelector.parse("fargate").orElseThrow(),
          List.of(),
          List.of("exc*d"),
          Set.of("datadog"),
          new Profiles(List.of(), Layout.of("datadog-secret", "api-key", "token")),
          "datadog-secret");
  private static final Source.Good SOURCE =
      new Source.Good(Map.of("api-key", "k", "token", "t"), "new");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // namespace | source | copy                     | change
        "selected    | good   | none                     | create MISSING",
        "selected    | good   | ours same                | leave TRUE",
        "selected    | good   | ours older               | update SOURCE_CHANGED",
        "selected    | good   | ours edited              | update DRIFT",
        "selected    | good   | ours same undressed      | update DRIFT",
        "selected    | good   | ours same unmarked       | leave TRUE",
        "selected    | good   | ours same with-more      | leave TRUE",
        "selected    | good   | shared same              | leave TRUE",
        "selected    | good   | shared older             | update FOREIGN",
        "selected    | good   | shared edited by-them    | leave FOREIGN",
        "selected    | good   | shared without-a-key     | update FOREIGN",
        "selected    | good   | foreign same             | leave TRUE",
        "selected    | good   | foreign older            | leave FOREIGN",
        "selected    | good   | foreign without-a-key    | update FOREIGN",
        "selected    | good   | foreign empty            | update FOREIGN",
        "selected    | good   | foreign older force      | update FORCED",
        "selected    | good   | shared edited by-them force | update FORCED",
        "selected    | good   | ours same force          | leave TRUE",
        "selected    | good   | foreign older tended     | leave TENDED",
        "selected    | good   | foreign older tended force | leave TENDED",
        "selected    | good   | foreign same tended      | leave TRUE",
        "selected    | good   | ours older tended        | leave TENDED",
        "with-pods   | good   | none                     | create MISSING",
        "with-pods   | good   | ours same                | leave TRUE",
        "lingering   | good   | ours same                | leave LINGERING",
        "lingering   | good   | ours older               | leave LINGERING",
        "lingering   | good   | shared same              | leave LINGERING",
        "lingering   | good   | none                     | leave NOT_SELECTED",
        "lingering   | good   | foreign same             | leave NOT_SELECTED",
        "excluded    | good   | none                     | leave EXCLUDED",
        "excluded    | good   | ours same                | delete EXCLUDED",
        "excluded    | good   | shared same              | release EXCLUDED",
        "closed      | good   | none                     | leave NO_CONSENT",
        "closed      | held   | none                     | leave NO_CONSENT",
        "other       | good   | ours same tended         | leave NOT_SELECTED",
        "selected    | new    | none                     | create MISSING",
        "selected    | new    | ours older               | leave WAITING",
        "selected    | new    | ours same                | leave TRUE",
        "selected    | new    | foreign older force      | leave WAITING",
        "other       | new    | ours older               | delete NOT_SELECTED",
        "selected    | held   | none                     | leave SOURCE_HELD",
        "selected    | held   | ours same                | leave SOURCE_HELD",
        "selected    | held   | ours edited              | leave SOURCE_HELD",
        "selected    | held   | shared older             | leave SOURCE_HELD",
        "selected    | held   | foreign older            | leave SOURCE_HELD",
        "other       | good   | none                     | leave NOT_SELECTED",
        "other       | good   | ours same                | delete NOT_SELECTED",
        "other       | good   | ours edited              | delete NOT_SELECTED",
        "other       | good   | ours same with-more      | release NOT_SELECTED",
        "other       | good   | ours edited with-others  | delete NOT_SELECTED",
        "other       | good   | ours same unmarked       | release NOT_SELECTED",
        "other       | good   | shared same              | release NOT_SELECTED",
        "other       | good   | foreign same             | leave NOT_SELECTED",
        "other       | good   | foreign older            | leave NOT_SELECTED",
        "other       | held   | none                     | leave NOT_SELECTED",
        "other       | held   | ours same                | delete NOT_SELECTED",
        "other       | held   | foreign same             | leave NOT_SELECTED",
        "terminating | good   | none                     | leave TERMINATING",
        "terminating | good   | ours edited              | leave TERMINATING",
        "terminating | held   | ours same                | leave TERMINATING",
        "datadog     | good   | foreign older            | leave IS_SOURCE",
        "datadog     | good   | none                     | leave IS_SOURCE",
        "datadog     | good   | ours same                | leave IS_SOURCE",
      })
  void isDecided(String namespace, String source, String copy, String expected) {
    Source seen =
        switch (source) {
          case "good" -> SOURCE;
          case "new" -> SOURCE.forNewOnly();
          default -> new Source.Held(Map.of("token", Hold.SHORT));
        };

    Change change = Change.decide(SELECTION, copy.contains("force"), seen, view(namespace, copy));

    assertThat(change.verb() + " " + change.why()).isEqualTo(expected);
    assertThat(change.namespace()).isEqualTo(namespace);
  }

  @Test
  void aDeletionIsOfTheVeryObjectThatWasSeen() {
    NamespaceView view = view("other", "ours same");

    assertThat(Change.decide(SELECTION, false, SOURCE, view))
        .isEqualTo(new Change.Delete("other", Why.NOT_SELECTED, view.copy().orElseThrow()));
  }

  @Test
  void whatOthersHoldIsNotEvenWrittenWithTheSameValue() {
    Copy theirs = copy("foreign without-a-key").orElseThrow();

    assertThat(theirs.open(SOURCE)).isEqualTo(Map.of("token", "t"));
  }

  @Test
  void neitherASourceNorAChangeTellsItsValues() {
    var planted = new Source.Good(Map.of("token", "planted"), "fingerprint");

    Change change = Change.decide(SELECTION, false, planted, view("selected", "none"));

    assertThat(planted.toString() + change).doesNotContain("planted").contains("fingerprint");
  }

  @ParameterizedTest
  @CsvSource({
    "true,  true,  '',      OURS",
    "true,  true,  kubectl, OURS",
    "false, true,  '',      OURS",
    "false, true,  kubectl, SHARED",
    "false, false, kubectl, FOREIGN",
    "false, false, '',      FOREIGN",
  })
  void whatWeMadeOrHoldAloneIsOurs(
      boolean marked, boolean holdsOurs, String others, Ownership owner) {
    Map<String, String> labels = marked ? Ownership.MARK : Map.of("eksbridge.io/copy", "true");

    assertThat(Ownership.of(labels, holdsOurs, others.isEmpty() ? Set.of() : Set.of(others)))
        .isEqualTo(owner);
  }

  private static NamespaceView view(String namespace, String copy) {
    boolean labelled = !List.of("other", "with-pods", "lingering").contains(namespace);
    return new NamespaceView(
        namespace,
        labelled ? Map.of("fargate", "yes") : Map.of(),
        namespace.equals("terminating"),
        copy(copy),
        namespace.equals("with-pods") || namespace.equals("excluded"),
        namespace.equals("lingering") || namespace.equals("excluded"),
        !namespace.equals("closed"));
  }

  private static Optional<Copy> copy(String words) {
    if (words.equals("none")) {
      return Optional.empty();
    }
    boolean ours = words.startsWith("ours");
    boolean alone = ours && !words.contains("with-");
    var keys = new HashSet<String>();
    if (!words.contains("empty")) {
      keys.addAll(Set.of("api-key", "token"));
    }
    if (words.contains("without-a-key")) {
      keys.remove("token");
    }
    // Whoever edited the token holds it since.
    Set<String> held =
        words.startsWith("foreign") || !keys.contains("token")
            ? Set.of()
            : words.contains("edited") ? Set.of("api-key") : Set.of("api-key", "token");
    Copy copy =
        new Copy(
            "uid",
            "7",
            ours
                ? Ownership.OURS
                : words.startsWith("shared") ? Ownership.SHARED : Ownership.FOREIGN,
            ours && !words.contains("unmarked"),
            !words.contains("undressed"),
            words.contains("with-more") ? Set.of("api-key", "token", "more") : keys,
            words.contains("older") ? "old" : "new",
            held,
            held,
            Set.of(),
            alone ? Set.of() : Set.of("kubectl"),
            words.contains("tended") ? Optional.of("ExternalSecret/x") : Optional.empty(),
            "",
            Optional.empty());
    return Optional.of(copy.asks(SOURCE, false) ? copy.with(answer(words, keys)) : copy);
  }

  private static Comparison answer(String words, Set<String> keys) {
    var absent = new HashSet<>(Set.of("api-key", "token"));
    absent.removeAll(keys);
    var same = new HashSet<>(keys);
    if (!words.contains("same")) {
      same.remove("token");
    }
    return new Comparison("new", same, absent);
  }
}

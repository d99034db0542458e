// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.wave;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The restarts of the last day, so that whoever leads next goes on where this one was.
public record Ledger(List<Entry> entries) {
  private static final Duration KEPT = Duration.ofDays(1);

  /// Keeps a copy.
  public Ledger {
    entries = List.copyOf(entries);
  }

  /// A restart.
  ///
  /// @param done whether its rollout came to its end
  public record Entry(Owner owner, String cause, Instant at, boolean done) {}

  /// Reads what was written; what cannot be read is not there.
  public static Ledger of(JsonNode list) {
    return new Ledger(list.valueStream().flatMap(each -> entry(each).stream()).toList());
  }

  private static Optional<Entry> entry(JsonNode each) {
    try {
      return Optional.of(
          new Entry(
              new Owner(
                  each.path("kind").asText(),
                  each.path("namespace").asText(),
                  each.path("name").asText(),
                  each.path("uid").asText()),
              each.path("cause").asText(),
              Instant.parse(each.path("at").asText()),
              each.path("done").asBoolean()));
    } catch (DateTimeException edited) { // by someone
      return Optional.empty();
    }
  }

  /// As it is written.
  public ArrayNode json() {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (Entry each : entries) {
      list.addObject()
          .put("kind", each.owner().kind())
          .put("namespace", each.owner().namespace())
          .put("name", each.owner().name())
          .put("uid", each.owner().uid())
          .put("cause", each.cause())
          .put("at", each.at().toString())
          .put("done", each.done());
    }
    return list;
  }

  /// The restarts whose rollout goes on.
  public List<Entry> open() {
    return entries.stream().filter(each -> !each.done()).toList();
  }

  /// The restarts that began after this moment.
  List<Entry> since(Instant moment) {
    return entries.stream().filter(each -> each.at().isAfter(moment)).toList();
  }

  /// The same, where these have come to their end.
  Ledger closed(Set<String> uids) {
    return new Ledger(
        entries.stream()
            .map(
                each ->
                    uids.contains(each.owner().uid())
                        ? new Entry(each.owner(), each.cause(), each.at(), true)
                        : each)
            .toList());
  }

  /// The same with these restarts, without what is older than a day.
  Ledger with(List<Owner> owners, String cause, Instant now) {
    var all = new ArrayList<Entry>();
    entries.stream()
        .filter(each -> !each.done() || each.at().plus(KEPT).isAfter(now))
        .forEach(all::add);
    owners.forEach(each -> all.add(new Entry(each, cause, now, false)));
    return new Ledger(all);
  }

  /// When the first of these was, of which there is one.
  static Optional<Instant> first(List<Entry> entries) {
    return entries.stream().map(Entry::at).min(Instant::compareTo);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import io.eksbridge.sync.Names;
import io.eksbridge.sync.RotationConfig;
import io.eksbridge.sync.TokenSyncConfig;
import io.eksbridge.sync.kube.Events;
import io.eksbridge.sync.kube.Fingerprints;
import io.eksbridge.sync.plan.Offer;
import io.eksbridge.sync.plan.Reference;
import io.eksbridge.sync.plan.Source;
import io.eksbridge.sync.plan.TokenRules;
import io.eksbridge.sync.plan.TokenRules.Hold;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The only place that holds values: the two that copies are made from, and the next token.
/// Composes them, or holds both when one is bad, and says so.
@Singleton
final class Sources {
  private static final Logger LOGGER = LoggerFactory.getLogger(Sources.class);

  private static final String NEXT = "next-token";

  private final Map<String, Reference> references;
  private final Observed observed;
  private final Fingerprints fingerprints;
  private final Events events;
  private final SyncMetrics metrics;
  private final Map<String, Optional<byte[]>> seen = new HashMap<>();
  private final Set<String> heard = new HashSet<>();
  private final Map<String, Reference> all;
  private final Reference token;
  private Map<String, Hold> told = Map.of();
  private Optional<Instant> changed = Optional.empty();
  private Optional<Hold> nextTold = Optional.empty();
  private boolean rendered;

  Sources(
      TokenSyncConfig config,
      RotationConfig rotation,
      Observed observed,
      Fingerprints fingerprints,
      Events events,
      SyncMetrics metrics) {
    this.references = Map.of(Names.API_KEY, config.apiKey(), Names.TOKEN, config.token());
    this.token = config.token();
    var withNext = new HashMap<>(references);
    rotation.next().ifPresent(next -> withNext.put(NEXT, next));
    this.all = Map.copyOf(withNext);
    this.observed = observed;
    this.fingerprints = fingerprints;
    this.events = events;
    this.metrics = metrics;
  }

  /// Each value that is followed, by what it is.
  Map<String, Reference> all() {
    return all;
  }

  /// As below, of an object of which no more is known.
  boolean see(String namespace, String name, Optional<Map<String, byte[]>> secret) {
    return see(namespace, name, secret, Optional.empty(), false);
  }

  /// The values of the Secret `name` in `namespace` by its keys, or nothing when it is absent; when
  /// its token was written, and whether Helm renders it. Whether what is offered has changed by it.
  synchronized boolean see(
      String namespace,
      String name,
      Optional<Map<String, byte[]>> secret,
      Optional<Instant> written,
      boolean byHelm) {
    if (token.isIn(namespace, name)) {
      changed = written;
      rendered = byHelm;
    }
    all.forEach(
        (key, reference) -> {
          if (reference.isIn(namespace, name)) {
            heard.add(key);
            if (secret.isPresent()) {
              seen.put(key, Optional.ofNullable(secret.get().get(reference.key())));
            } else {
              seen.remove(key);
            }
          }
        });
    if (heard.size() < all.size()) {
      return false; // the other is not absent, it has only not been listed yet
    }
    Source now = compose();
    Offer before = observed.offer();
    var offer =
        new Offer(
            now,
            now instanceof Source.Good good ? next(good) : Optional.empty(),
            changed,
            rendered);
    observed.offer(offer);
    tell(now instanceof Source.Held held ? held.why() : Map.of());
    return !now.equals(before.source()) || !offer.next().equals(before.next());
  }

  /// The source with the next token, where that is a good one.
  private Optional<Source.Good> next(Source.Good good) {
    return Objects.requireNonNullElse(seen.get(NEXT), Optional.<byte[]>empty())
        .map(value -> new String(value, StandardCharsets.UTF_8))
        .filter(token -> !token.isEmpty())
        .flatMap(
            token -> {
              Optional<Hold> rule = TokenRules.token(token);
              nextHeld(rule);
              return rule.isPresent() ? Optional.empty() : Optional.of(token);
            })
        .map(
            token -> {
              var values = new HashMap<>(good.values());
              values.put(Names.TOKEN, token);
              return new Source.Good(values, fingerprints.fingerprint(values));
            });
  }

  private void nextHeld(Optional<Hold> rule) {
    if (rule.isPresent() && !rule.equals(nextTold)) {
      LOGGER
          .atWarn()
          .addKeyValue("source", NEXT)
          .addKeyValue("reason", rule.get())
          .log("the next token is not used: {}", rule.get().sentence());
    }
    nextTold = rule;
  }

  private Source compose() {
    var values = new HashMap<String, String>();
    var holds = new HashMap<String, Hold>();
    for (String key : references.keySet()) {
      Optional<byte[]> value = Objects.requireNonNullElse(seen.get(key), Optional.empty());
      String text = new String(value.orElse(new byte[0]), StandardCharsets.UTF_8);
      Optional<Hold> rule =
          value.isPresent()
              ? (key.equals(Names.TOKEN) ? TokenRules.token(text) : TokenRules.apiKey(text))
              : Optional.of(seen.containsKey(key) ? Hold.KEY_ABSENT : Hold.SECRET_ABSENT);
      rule.ifPresent(hold -> holds.put(key, hold));
      values.put(key, text);
    }
    return holds.isEmpty()
        ? new Source.Good(values, fingerprints.fingerprint(values))
        : new Source.Held(holds);
  }

  private void tell(Map<String, Hold> why) {
    metrics.held(references.keySet(), why);
    references.forEach(
        (key, reference) -> {
          Hold now = why.get(key);
          Hold before = told.get(key);
          if (now != null && now != before) {
            LOGGER
                .atWarn()
                .addKeyValue("source", reference.toString())
                .addKeyValue("reason", now)
                .log("source held: {}; the copies stay as they are", now.sentence());
            events.warn(
                reference.namespace(),
                reference.name(),
                "SourceHeld",
                "Key "
                    + reference.key()
                    + " is not spread: "
                    + now.sentence()
                    + "; the copies stay as they are");
          } else if (now == null && before != null) {
            LOGGER.atInfo().addKeyValue("source", reference.toString()).log("source is good again");
          }
        });
    told = why;
  }
}

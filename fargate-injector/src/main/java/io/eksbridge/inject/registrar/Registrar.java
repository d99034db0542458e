// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.registrar;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.inject.ControllerConfig;
import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.Names;
import io.eksbridge.inject.TlsSource;
import io.eksbridge.inject.api.ApiObjects;
import io.eksbridge.inject.api.ApiServer;
import io.eksbridge.inject.api.ListWatch;
import io.eksbridge.inject.api.WatchMetrics;
import io.eksbridge.inject.certificate.Held;
import io.eksbridge.inject.certificate.Pair;
import io.eksbridge.inject.certificate.Rotation;
import io.eksbridge.inject.certificate.Step;
import io.eksbridge.inject.controller.Blocked;
import io.eksbridge.inject.controller.Duty;
import io.eksbridge.inject.controller.Journal;
import io.eksbridge.inject.registration.Change;
import io.eksbridge.inject.registration.Configurations;
import io.eksbridge.inject.tls.Issuer;
import io.eksbridge.inject.tls.SecretContent;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/// Keeps the certificate and the configurations: sees what there is, has it decided what is
/// missing, does one thing, and looks again.
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.CONTROLLER)
@Singleton
final class Registrar extends Duty {
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final ControllerConfig config;
  private final ApiObjects objects;
  private final Places places;
  private final Journal journal;
  private final RegistrarMetrics metrics;
  private final Clock clock;
  private final List<ListWatch> watches;
  private final Issuer issuer = new Issuer();
  private Optional<Situation> last = Optional.empty();

  Registrar(
      ControllerConfig config,
      ApiServer api,
      ApiObjects objects,
      WatchMetrics watchMetrics,
      Journal journal,
      RegistrarMetrics metrics,
      Clock clock) {
    super("certificate");
    this.config = config;
    this.objects = objects;
    this.places = Places.of(config);
    this.journal = journal;
    this.metrics = metrics;
    this.clock = clock;
    this.watches =
        Places.watched(config).stream()
            .map(each -> new ListWatch(api, each, bell().mirror(), watchMetrics))
            .toList();
  }

  @Override
  public List<ListWatch> watches() {
    return watches;
  }

  @Override
  public Optional<Instant> step() throws IOException, Blocked {
    Seen seen = Seen.look(objects, places);
    Instant now = clock.instant();
    if (config.tlsSource() == TlsSource.CONTROLLER && seen.foreign()) {
      throw new Blocked(
          "the Secret "
              + config.namespace()
              + "/"
              + config.tlsSecret()
              + " is not ours: delete it, or name another by --tls-secret");
    }
    Held held =
        config.tlsSource() == TlsSource.CONTROLLER
            ? SecretContent.read(seen.data(), config.serverName())
            : Held.NOTHING;
    Map<String, Change> changes = changes(seen, trusted(held, now));
    boolean published = changes.values().stream().allMatch(Change.Keep.class::isInstance);
    Optional<Instant> again =
        switch (config.tlsSource()) {
          case CERT_MANAGER, PROVIDED -> Optional.of(now.plus(LONGEST));
          case CONTROLLER -> certificate(seen, held, published, now);
        };
    if (again.isPresent() && !published) {
      for (var each : changes.entrySet()) {
        configuration(each.getKey(), each.getValue());
      }
      return Optional.empty();
    }
    return again;
  }

  @Override
  public void relieved() {
    super.relieved();
    metrics.expiry(Instant.EPOCH);
    last = Optional.empty(); // waits begin anew
  }

  private Optional<Instant> certificate(Seen seen, Held held, boolean published, Instant now)
      throws IOException {
    metrics.expiry(held.serving().map(Pair::end).orElse(Instant.EPOCH));
    var situation = new Situation(held, published, now);
    if (last.filter(situation::same).isEmpty()) {
      last = Optional.of(situation);
    }
    Instant since = last.orElse(situation).since();
    Step step = Rotation.decide(new Rotation.View(held, published, since, now), config.terms());
    return switch (step) {
      case Step.Issue(Step.Why why) -> {
        Pair pair = issuer.issue(config.serverName(), now, config.certificateLifetime());
        boolean lost = held.serving().filter(each -> each.usable(now)).isEmpty();
        store(seen, held.staged(pair, lost ? seen.trusted() : List.of()), "issue", why);
        yield Optional.empty();
      }
      case Step.Switch(Step.Why why) -> {
        store(seen, held.switched(), "switch", why);
        yield Optional.empty();
      }
      case Step.Retire(Step.Why why) -> {
        store(seen, held.retired(), "retire", why);
        yield Optional.empty();
      }
      case Step.Hold(Step.Phase phase, Instant until) -> {
        stands(phase.name().toLowerCase(Locale.ROOT));
        Instant longest = now.plus(LONGEST);
        yield Optional.of(until.isBefore(longest) ? until : longest);
      }
    };
  }

  private SequencedSet<String> trusted(Held held, Instant now) throws IOException, Blocked {
    Path file = config.caFile();
    if (file == null) {
      return held.trusted(now);
    }
    var trusted = new LinkedHashSet<String>();
    SecretContent.authorities(Files.readString(file, StandardCharsets.ISO_8859_1))
        .forEach(each -> trusted.add(each.pem()));
    if (trusted.isEmpty()) {
      throw new Blocked("--ca-file " + file + " holds no certificate");
    }
    return trusted;
  }

  /// Nothing is registered before the API server could trust what it calls.
  private Map<String, Change> changes(Seen seen, SequencedSet<String> trusted) {
    var changes = new LinkedHashMap<String, Change>();
    boolean early = trusted.isEmpty() && config.tlsSource() == TlsSource.CONTROLLER;
    var wanted = Configurations.wanted(config.settings(), trusted);
    for (String name : early ? List.<String>of() : Configurations.NAMES) {
      changes.put(
          name, Change.decide(Optional.ofNullable(wanted.get(name)), seen.configuration(name)));
    }
    return changes;
  }

  private void configuration(String name, Change change) throws IOException {
    String path = Places.configuration(name);
    switch (change) {
      case Change.Keep _ -> {}
      case Change.Create(ObjectNode wanted) -> {
        objects.apply(path, wanted);
        journal.wrote("configuration", name, "create", "absent", List.of());
      }
      case Change.Repair(ObjectNode wanted, List<String> fields) -> {
        objects.apply(path, wanted);
        boolean bundle = fields.stream().allMatch(each -> each.endsWith("caBundle"));
        journal.wrote("configuration", name, "repair", bundle ? "authorities" : "edited", fields);
      }
      case Change.Replace(ObjectNode wanted, List<String> additions) -> {
        objects.replace(path, wanted);
        journal.wrote("configuration", name, "replace", "added_to", additions);
      }
      case Change.Delete(String uid) -> {
        objects.delete(path, uid);
        journal.wrote("configuration", name, "delete", "not_wanted", List.of());
      }
    }
  }

  private void store(Seen seen, Held held, String change, Step.Why why) throws IOException {
    ObjectNode secret = JsonNodeFactory.instance.objectNode();
    secret.put("apiVersion", "v1").put("kind", "Secret").put("type", "Opaque");
    ObjectNode metadata = secret.putObject("metadata").put("name", config.tlsSecret());
    metadata
        .putObject("labels")
        .put(Names.MANAGED_BY_LABEL, Names.MANAGED_BY)
        .put(Names.OWNER_LABEL, Names.INJECTOR);
    seen.secret() // so that a write of another in between is not lost
        .map(each -> each.path("metadata").path("resourceVersion").asText())
        .ifPresent(version -> metadata.put("resourceVersion", version));
    secret.set("data", SecretContent.write(held));
    objects.apply(places.secret(), secret);
    journal.wrote("secret", config.tlsSecret(), change, why.label(), List.of());
  }

  /// What is seen, and since when: what has to be waited for counts from there.
  private record Situation(Held held, boolean published, Instant since) {
    boolean same(Situation other) {
      return held.equals(other.held) && published == other.published;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.address;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.inject.AddressConfig;
import io.eksbridge.inject.ControllerConfig;
import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.Names;
import io.eksbridge.inject.StableConfig;
import io.eksbridge.inject.api.ApiObjects;
import io.eksbridge.inject.api.ApiServer;
import io.eksbridge.inject.api.ListWatch;
import io.eksbridge.inject.api.RefusedByApi;
import io.eksbridge.inject.api.WatchMetrics;
import io.eksbridge.inject.controller.Blocked;
import io.eksbridge.inject.controller.Duty;
import io.eksbridge.inject.controller.Journal;
import io.eksbridge.inject.service.Decision;
import io.eksbridge.inject.service.Outcome;
import io.eksbridge.inject.service.Refusal;
import io.eksbridge.inject.service.Step;
import io.eksbridge.inject.service.Trouble;
import io.eksbridge.inject.service.View;
import io.eksbridge.inject.service.Wish;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps the stable Service: sees what there is, has it decided what is missing, does one thing,
/// and looks again.
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.CONTROLLER)
@Singleton
final class AddressKeeper extends Duty {
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration FORGIVEN = Duration.ofMinutes(5);

  private final AddressConfig address;
  private final StableConfig stable;
  private final ApiObjects objects;
  private final AddressPlaces places;
  private final Notices notices;
  private final AddressBook book;
  private final Journal journal;
  private final Clock clock;
  private final List<ListWatch> watches;
  private final Map<String, Refusal> refused = new LinkedHashMap<>();
  private Optional<Instant> silent = Optional.empty();

  AddressKeeper(
      ControllerConfig config,
      AddressConfig address,
      StableConfig stable,
      ApiServer api,
      ApiObjects objects,
      WatchMetrics watchMetrics,
      Notices notices,
      AddressBook book,
      Journal journal,
      Clock clock) {
    super("address");
    this.address = address;
    this.stable = stable;
    this.objects = objects;
    this.places = AddressPlaces.of(config, address);
    this.notices = notices;
    this.book = book;
    this.journal = journal;
    this.clock = clock;
    this.watches =
        stable.stableService()
            ? places.watched(config).stream()
                .map(each -> new ListWatch(api, each, bell().mirror(), watchMetrics))
                .toList()
            : List.of();
  }

  @Override
  public List<ListWatch> watches() {
    return watches;
  }

  @Override
  public Optional<Instant> step() throws IOException, Blocked {
    Instant now = clock.instant();
    if (!stable.stableService()) {
      stands("off");
      return Optional.of(now.plus(LONGEST));
    }
    Outcome outcome = outcome(now);
    stands(state(outcome));
    return switch (outcome.step()) {
      case Step.Create create -> {
        create(create, now);
        yield Optional.empty();
      }
      case Step.Repair(ObjectNode object, List<String> fields) -> {
        objects.apply(places.stable(), object);
        wrote("service", Names.STABLE_SERVICE, "repair", "edited", fields);
        yield Optional.empty();
      }
      case Step.Replace(ObjectNode object, List<String> additions) -> {
        objects.replace(places.stable(), object);
        wrote("service", Names.STABLE_SERVICE, "replace", "added_to", additions);
        yield Optional.empty();
      }
      case Step.Remember(ObjectNode object, Step.Why why) -> {
        objects.apply(places.memory(), object);
        wrote("configmap", Names.ADDRESS_CONFIG_MAP, "remember", why.label(), List.of());
        yield Optional.empty();
      }
      case Step.Rest(Optional<Instant> again) -> {
        block(outcome);
        Instant longest = now.plus(LONGEST);
        yield Optional.of(again.filter(longest::isAfter).orElse(longest));
      }
    };
  }

  @Override
  public void relieved() {
    super.relieved();
    notices.relieved();
    refused.clear();
    silent = Optional.empty();
  }

  private Outcome outcome(Instant now) throws IOException {
    Surroundings seen = Surroundings.look(objects, places, address.clusterAgentService());
    silent = seen.listening() ? Optional.empty() : silent.or(() -> Optional.of(now));
    refused.values().removeIf(each -> each.last().plus(FORGIVEN).isBefore(now));
    View view =
        seen.view(address.clusterAgentNamespace(), silent, List.copyOf(refused.values()), now);
    Outcome outcome =
        Decision.decide(view, new Wish(address.clusterAgentService(), stable.wanted()));
    book.write(seen.own(), view.remembered());
    notices.tell(
        outcome.troubles(),
        seen.stable().map(each -> each.at("/metadata/uid").asText()).orElse(""));
    return outcome;
  }

  /// Asks for one address; a no is kept in mind, and the next is asked for.
  private void create(Step.Create create, Instant now) throws IOException {
    try {
      objects.introduce(places.stable(), create.object());
      refused.clear();
      wrote("service", Names.STABLE_SERVICE, "create", create.why().label(), List.of());
    } catch (RefusedByApi no) {
      Refusal.Kind kind =
          Refusal.kind(no.code(), no.words())
              .filter(_ -> !create.address().isEmpty())
              .orElseThrow(() -> no);
      String words = no.words() + holder(kind, create.address());
      refused.merge(
          create.address(),
          new Refusal(create.address(), kind, words, now, now),
          (first, last) ->
              new Refusal(first.address(), last.kind(), last.words(), first.since(), now));
    }
  }

  /// Whose the address is, where the cluster can tell.
  private String holder(Refusal.Kind kind, String address) throws IOException {
    return switch (kind) {
      case OUTSIDE -> "";
      case TAKEN ->
          objects
              .get(AddressPlaces.HOLDERS + address)
              .map(each -> each.at("/spec/parentRef"))
              .map(each -> each.path("namespace").asText() + "/" + each.path("name").asText())
              .map(" It belongs to the Service %s."::formatted)
              .orElse("");
    };
  }

  /// What only a person can mend.
  private void block(Outcome outcome) throws Blocked {
    boolean waits = stable.wanted().isPresent() && outcome.address().isEmpty();
    for (var each : outcome.troubles().entrySet()) {
      boolean refused = waits && each.getKey().aboutTheAddress();
      if (refused || each.getKey() == Trouble.SERVICE_NOT_OURS) {
        throw new Blocked(each.getValue());
      }
    }
  }

  private void wrote(String kind, String name, String change, String reason, List<String> fields) {
    journal.wrote(kind, name, change, reason, fields);
  }

  private static String state(Outcome outcome) {
    String address = outcome.address().orElse("none");
    return outcome.troubles().isEmpty()
        ? address
        : address
            + ", "
            + String.join(", ", outcome.troubles().keySet().stream().map(Trouble::label).toList());
  }
}

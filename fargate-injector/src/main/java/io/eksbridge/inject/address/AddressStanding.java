// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.address;

import io.eksbridge.inject.AddressConfig;
import io.eksbridge.inject.ControllerConfig;
import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.StableConfig;
import io.eksbridge.inject.api.ApiObjects;
import io.eksbridge.inject.controller.Standing;
import io.eksbridge.inject.service.Decision;
import io.eksbridge.inject.service.Outcome;
import io.eksbridge.inject.service.View;
import io.eksbridge.inject.service.Wish;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How the stable Service stands.
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.STATUS)
@Singleton
final class AddressStanding implements Standing {
  private final AddressConfig address;
  private final StableConfig stable;
  private final ApiObjects objects;
  private final AddressPlaces places;
  private final AddressBook book;
  private final Clock clock;

  AddressStanding(
      ControllerConfig config,
      AddressConfig address,
      StableConfig stable,
      ApiObjects objects,
      AddressBook book,
      Clock clock) {
    this.address = address;
    this.stable = stable;
    this.objects = objects;
    this.places = AddressPlaces.of(config, address);
    this.book = book;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "address";
  }

  @Override
  public boolean tell(PrintWriter out) throws IOException {
    if (!stable.stableService()) {
      out.println("address   off");
      return true;
    }
    Instant now = clock.instant();
    Optional<Instant> ago = Optional.of(Instant.EPOCH); // no moment is waited for
    Surroundings seen = Surroundings.look(objects, places, address.clusterAgentService());
    View view = seen.view(address.clusterAgentNamespace(), ago, List.of(), now);
    book.write(seen.own(), view.remembered());
    Outcome outcome =
        Decision.decide(view, new Wish(address.clusterAgentService(), stable.wanted()));
    out.println("address   " + outcome.address().orElse("none"));
    outcome
        .troubles()
        .forEach((each, sentence) -> out.println("address   " + each.label() + ": " + sentence));
    return outcome.address().isPresent() && outcome.troubles().isEmpty();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.inject.service.Range.Family;
import io.eksbridge.inject.service.Step.Why;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Compares the Service with what it should be.
public final class Decision {
  private static final Duration LOUD = Duration.ofDays(1);
  private static final Duration MOMENT = Duration.ofSeconds(5); // endpoints take one to follow

  private final View view;
  private final Wish wish;
  private final Map<Trouble, String> troubles = new EnumMap<>(Trouble.class);

  private Decision(View view, Wish wish) {
    this.view = view;
    this.wish = wish;
  }

  /// The next thing to do, and what there is to say.
  public static Outcome decide(View view, Wish wish) {
    return new Decision(view, wish).outcome();
  }

  private Outcome outcome() {
    Optional<Own.Found> own = own();
    Optional<Memory> memory = view.remembered();
    if (view.memory().isPresent() && !StableService.ours(view.memory().get())) {
      tell(Trouble.MEMORY_NOT_OURS, "Delete the ConfigMap " + Memory.NAME + " or rename it.");
    }
    memory
        .filter(each -> each.changed().filter(at -> view.now().isBefore(at.plus(LOUD))).isPresent())
        .ifPresent(
            each ->
                tell(
                    Trouble.ADDRESS_CHANGED,
                    "It was " + each.previous() + " and is " + each.address() + "."));
    if (view.stable().isEmpty()) {
      return new Outcome(absent(own, memory), troubles, Optional.empty());
    }
    JsonNode stable = view.stable().get();
    String address = address(stable);
    if (!StableService.ours(stable)) {
      tell(Trouble.SERVICE_NOT_OURS, "Delete it, and it is made anew.");
      return new Outcome(rest(), troubles, Optional.of(address).filter(each -> !each.isEmpty()));
    }
    Step step = stable.at("/metadata").has("deletionTimestamp") ? rest() : present(stable, own);
    return new Outcome(step, troubles, Optional.of(address).filter(each -> !each.isEmpty()));
  }

  private Optional<Own.Found> own() {
    return switch (view.own()) {
      case Own.Found found -> {
        if (!found.name().equals(wish.service())) {
          tell(
              Trouble.NAME_DIFFERS,
              "There is "
                  + found.name()
                  + ", and no "
                  + wish.service()
                  + ": name it by"
                  + " --cluster-agent-service (clusterAgent.service in the chart).");
        }
        yield Optional.of(found);
      }
      case Own.Missing _ -> {
        tell(
            Trouble.CLUSTER_AGENT_MISSING,
            "Neither "
                + wish.service()
                + " is in the namespace "
                + view.namespace()
                + " nor another Service with port "
                + Own.PORT
                + " that selects a cluster agent.");
        yield Optional.empty();
      }
      case Own.Ambiguous(List<String> names) -> {
        tell(
            Trouble.CLUSTER_AGENT_AMBIGUOUS,
            String.join(", ", names)
                + ": name one by --cluster-agent-service"
                + " (clusterAgent.service in the chart).");
        yield Optional.empty();
      }
      case Own.Unusable(String why) -> {
        tell(Trouble.CLUSTER_AGENT_UNUSABLE, why + ".");
        yield Optional.empty();
      }
    };
  }

  /// What was there comes back even while there is nothing to lead to, so that nobody else gets its
  /// address.
  private Step absent(Optional<Own.Found> own, Optional<Memory> memory) {
    if (own.isEmpty() && memory.isEmpty()) {
      return rest();
    }
    Family family =
        own.map(Own.Found::family)
            .or(() -> memory.flatMap(each -> Range.address(each.address())).map(Range::family))
            .orElse(Family.IPV4);
    Own.Found like =
        own.orElseGet(() -> new Own.Found("", Map.of(), IntNode.valueOf(Own.PORT), family));
    var asking = new Asking(view, wish, memory, family);
    return switch (asking.next(this::tell)) {
      case Asking.Ask(String address, Why why) ->
          new Step.Create(StableService.made(view.namespace(), like, address), address, why);
      case Asking.Later(var again) -> new Step.Rest(Optional.of(again));
    };
  }

  private Step present(JsonNode stable, Optional<Own.Found> own) {
    Optional<Memory> memory = view.remembered();
    String address = address(stable);
    String asked = address.isEmpty() ? memory.map(Memory::address).orElse("") : address;
    wish.address()
        .filter(each -> !Range.same(each, address))
        .ifPresent(
            each ->
                tell(
                    Trouble.OTHER_ADDRESS,
                    "It has "
                        + address
                        + ", not "
                        + each
                        + ". Delete the Service to move it:"
                        + " pods that carry "
                        + address
                        + " must then be restarted."));
    Optional<Instant> deaf = view.silent().map(since -> since.plus(MOMENT));
    if (own.isPresent() && deaf.filter(view.now()::isBefore).isEmpty() && deaf.isPresent()) {
      tell(Trouble.NO_ENDPOINTS, "Look at the cluster agent's pods, and whether they are ready.");
    }
    Optional<Own.Found> like =
        own.or(
            () -> // as it is
            Own.find(StableService.NAME, List.of(stable)) instanceof Own.Found itself
                    ? Optional.of(itself)
                    : Optional.empty());
    if (like.isPresent()) {
      ObjectNode wanted = StableService.repaired(stable, like.get(), asked);
      List<String> additions = StableService.additions(stable, wanted);
      if (!additions.isEmpty()) {
        return new Step.Replace(StableService.replaced(stable, like.get(), asked), additions);
      }
      List<String> fields = StableService.fields(stable, wanted);
      if (!fields.isEmpty()) {
        return new Step.Repair(wanted, fields);
      }
    }
    Step step = address.isEmpty() ? rest() : memory(memory, address);
    return step.equals(rest()) ? new Step.Rest(deaf.filter(view.now()::isBefore)) : step;
  }

  private Step memory(Optional<Memory> known, String address) {
    String service = view.namespace() + "/" + StableService.NAME;
    Memory next = Memory.after(known, address, service, view.now());
    if (known.filter(next::equals).isPresent() || troubles.containsKey(Trouble.MEMORY_NOT_OURS)) {
      return rest();
    }
    Why why =
        known.isEmpty()
            ? Why.FIRST
            : Range.same(known.get().address(), address) ? Why.EDITED : Why.CHANGED;
    return new Step.Remember(next.configMap(), why);
  }

  private void tell(Trouble trouble, String more) {
    troubles.put(trouble, trouble.sentence() + " " + more);
  }

  private static Step rest() {
    return new Step.Rest(Optional.empty());
  }

  private static String address(JsonNode service) {
    String address = service.at("/spec/clusterIP").asText();
    return address.equals("None") ? "" : address;
  }
}

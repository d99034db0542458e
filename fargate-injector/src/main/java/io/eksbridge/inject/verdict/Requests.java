// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

import com.fasterxml.jackson.databind.JsonNode;

/// What a pod asks for, as the scheduler counts it.
///
/// @param cpu in millicores
/// @param memory in thousandth bytes
public record Requests(long cpu, long memory) {
  /// Nothing.
  static final Requests NONE = new Requests(0, 0);

  /// A container of this CPU and memory.
  static Requests of(String cpu, String memory) {
    return new Requests(amount(cpu), amount(memory));
  }

  /// The containers of a pod as it is, without the one of the name `left`.
  static Requests of(JsonNode spec, String left) {
    return sum(spec, NONE, NONE, left);
  }

  /// The same with the Agent.
  static Requests with(JsonNode spec, String left, Verdict.Form form, Requests sidecar) {
    return switch (form) {
      case CONTAINER -> sum(spec, sidecar, NONE, left);
      case NATIVE_SIDECAR -> sum(spec, NONE, sidecar, left);
    };
  }

  /// What the pod asks for as a whole where it says so, which is never less than its containers do.
  Requests orWhole(JsonNode spec) {
    return atLeast(each(spec));
  }

  /// Whether the pod's own resources, where it sets such, have room for all its containers.
  static boolean holds(JsonNode spec, Requests all) {
    JsonNode resources = spec.path("resources");
    return within(resources.path("requests"), all) && within(resources.path("limits"), all);
  }

  private static boolean within(JsonNode bounds, Requests asked) {
    return (!bounds.has("cpu") || amount(bounds.path("cpu").asText()) >= asked.cpu())
        && (!bounds.has("memory") || amount(bounds.path("memory").asText()) >= asked.memory());
  }

  /// The larger of what runs on, and of each step of the start: an init container beside the
  /// sidecars that were begun before it.
  private static Requests sum(JsonNode spec, Requests container, Requests first, String left) {
    Requests running = container;
    for (JsonNode each : spec.path("containers")) {
      running = named(each, left) ? running : running.plus(each(each));
    }
    Requests sidecars = first;
    Requests starting = NONE;
    for (JsonNode each : spec.path("initContainers")) {
      if (named(each, left)) {
        continue;
      }
      Requests own = each(each);
      if (each.path("restartPolicy").asText().equals("Always")) {
        sidecars = sidecars.plus(own);
      } else {
        starting = starting.atLeast(sidecars.plus(own));
      }
    }
    return running.plus(sidecars).atLeast(starting);
  }

  private static boolean named(JsonNode container, String name) {
    return !name.isEmpty() && container.path("name").asText().equals(name);
  }

  /// The API server has set requests from limits; a manifest may not have been there yet.
  private static Requests each(JsonNode container) {
    JsonNode resources = container.path("resources");
    JsonNode requests = resources.path("requests");
    JsonNode limits = resources.path("limits");
    if (requests.isEmpty() && limits.isEmpty()) {
      return NONE;
    }
    return new Requests(
        amount(requests.path("cpu").asText(limits.path("cpu").asText(""))),
        amount(requests.path("memory").asText(limits.path("memory").asText(""))));
  }

  private static long amount(String quantity) {
    return quantity.isEmpty() ? 0 : Math.max(0, Quantity.thousandths(quantity));
  }

  private Requests plus(Requests other) {
    return new Requests(cpu + other.cpu, memory + other.memory);
  }

  private Requests atLeast(Requests other) {
    return new Requests(Math.max(cpu, other.cpu), Math.max(memory, other.memory));
  }
}

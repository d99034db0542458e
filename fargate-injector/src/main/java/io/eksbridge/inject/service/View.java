// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What there is at one moment.
///
/// @param namespace of the cluster agent
/// @param own the cluster agent's own Service
/// @param stable the Service that this is about
/// @param memory the ConfigMap that remembers its address
/// @param ranges the addresses that Services may have; none where the cluster does not say
/// @param silent since when no pod is ready behind it; empty where one is
/// @param refused what the API server lately said no to
/// @param now when this is
public record View(
    String namespace,
    Own own,
    Optional<JsonNode> stable,
    Optional<JsonNode> memory,
    List<Range> ranges,
    Optional<Instant> silent,
    List<Refusal> refused,
    Instant now) {
  /// Keeps copies of the lists.
  public View {
    ranges = List.copyOf(ranges);
    refused = List.copyOf(refused);
  }

  Optional<Refusal> refusal(String address) {
    return refused.stream().filter(each -> each.address().equals(address)).findAny();
  }

  /// What is remembered, where it is ours.
  public Optional<Memory> remembered() {
    return memory.filter(StableService::ours).flatMap(Memory::of);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.inject.api.Mirror;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Whether the holder of a Lease is at work: its last renewal is not older than the Lease lasts. A
/// renewal that is seen to happen counts from our own clock, so that clocks may differ.
final class LeaseMirror implements Mirror {
  private static final int SECONDS = 15; // where a Lease does not say

  private final Clock clock;
  private volatile Instant freshUntil = Instant.MIN;
  private volatile String renewed = "";

  LeaseMirror(Clock clock) {
    this.clock = clock;
  }

  boolean fresh() {
    return clock.instant().isBefore(freshUntil);
  }

  @Override
  public void replace(List<JsonNode> leases) {
    if (leases.isEmpty()) {
      freshUntil = Instant.MIN;
      renewed = "";
    } else if (renewed.isEmpty()) {
      first(leases.getFirst());
    } else {
      put(leases.getFirst());
    }
  }

  @Override
  public void put(JsonNode lease) {
    String time = time(lease);
    if (held(lease) && !time.equals(renewed)) {
      freshUntil = clock.instant().plus(duration(lease));
    } else if (!held(lease)) {
      freshUntil = Instant.MIN;
    }
    renewed = time;
  }

  @Override
  public void remove(JsonNode lease) {
    replace(List.of());
  }

  /// How long ago it was renewed, only the holder's clock can tell; no longer than from now.
  private void first(JsonNode lease) {
    renewed = time(lease);
    try {
      Instant latest = clock.instant().plus(duration(lease));
      Instant told = Instant.parse(renewed).plus(duration(lease));
      freshUntil = held(lease) ? (told.isBefore(latest) ? told : latest) : Instant.MIN;
    } catch (DateTimeException never) { // not renewed yet
      freshUntil = Instant.MIN;
    }
  }

  private static boolean held(JsonNode lease) {
    return !lease.path("spec").path("holderIdentity").asText("").isEmpty();
  }

  private static String time(JsonNode lease) {
    return lease.path("spec").path("renewTime").asText("");
  }

  private static Duration duration(JsonNode lease) {
    return Duration.ofSeconds(lease.path("spec").path("leaseDurationSeconds").asInt(SECONDS));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.access;

import io.eksbridge.parts.RealApiServer;
import java.time.Duration;

/// What something took, in seconds: by the clock, and of processors, of which a machine has so many
/// and no more.
///
/// @param clock that passed
/// @param server the API server and its store
/// @param controllers all of them, with those that were killed
/// @param program that starts and ends the pods
public record Spent(double clock, double server, double controllers, double program) {
  private static final double SECOND = 1e9;

  /// All until now.
  static Spent until(RealApiServer server, Duration controllers) {
    Duration own = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    return new Spent(
        System.nanoTime() / SECOND,
        server.cpu().toNanos() / SECOND,
        controllers.toNanos() / SECOND,
        own.toNanos() / SECOND);
  }

  Spent minus(Spent before) {
    return new Spent(
        clock - before.clock,
        server - before.server,
        controllers - before.controllers,
        program - before.program);
  }

  /// Both, one after the other.
  public Spent plus(Spent after) {
    return new Spent(
        clock + after.clock,
        server + after.server,
        controllers + after.controllers,
        program + after.program);
  }

  /// For people.
  public String text() {
    return "%.1f s, of processors: API server %.1f s, controllers %.1f s, this program %.1f s"
        .formatted(clock, server, controllers, program);
  }
}

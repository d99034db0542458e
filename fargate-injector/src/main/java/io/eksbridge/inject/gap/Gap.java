// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.gap;

import io.eksbridge.inject.fleet.FargatePod;

/// What a pod lacks.
public sealed interface Gap {
  /// The pod.
  FargatePod pod();

  /// Why, in the word of the metric and the log.
  String reason();

  /// What would become of it if it were made anew, in the word of the metric: `injected` or the
  /// reason to leave it alone.
  String now();

  /// What a person reads.
  String sentence();

  /// Whether a restart mends it.
  default boolean mends() {
    return now().equals(INJECTED);
  }

  /// The word for a pod that would get its Agent.
  String INJECTED = "injected";

  /// Its Agent was given an address where the cluster agent is no longer.
  ///
  /// @param address where it is now
  record Stale(FargatePod pod, String address) implements Gap {
    @Override
    public String reason() {
      return "address";
    }

    @Override
    public String now() {
      return INJECTED;
    }

    @Override
    public String sentence() {
      return "The Datadog Agent of this pod was given "
          + pod.address()
          + ", where the cluster agent is no longer; new pods are given "
          + address
          + ". "
          + Remedy.of(pod);
    }
  }

  /// It runs on Fargate and has no Agent.
  ///
  /// @param reason why it has none
  /// @param why the same for a person
  /// @param now what would become of it
  /// @param obstacle what stands in the way now, for a person; empty for nothing
  record Missed(FargatePod pod, String reason, String why, String now, String obstacle)
      implements Gap {
    @Override
    public String sentence() {
      return "This pod runs on Fargate without the Datadog Agent: "
          + why
          + (obstacle.isEmpty()
              ? " It would get one now. " + Remedy.of(pod)
              : " It would get none now either: " + obstacle);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.gap;

import io.eksbridge.inject.fleet.FargatePod;

/// What a person can do so that a pod is made anew.
final class Remedy {
  private Remedy() {}

  static String of(FargatePod pod) {
    return pod.owner()
        .map(
            owner ->
                switch (owner.kind()) {
                  case "ReplicaSet" ->
                      rollout(pod, "deployment/" + owner.name().replaceFirst("-[^-]+$", ""));
                  case "StatefulSet" -> rollout(pod, "statefulset/" + owner.name());
                  case "Job" -> "It ends with its Job " + owner.name() + "; the next has it right.";
                  default -> "Its " + owner.kind() + " " + owner.name() + " must make it anew.";
                })
        .orElse("Nobody makes it anew: delete it and create it again.");
  }

  private static String rollout(FargatePod pod, String target) {
    return "Restart it: kubectl -n " + pod.namespace() + " rollout restart " + target;
  }
}

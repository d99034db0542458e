// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

import io.eksbridge.sync.Names;
import java.util.Set;

/// Whether a pod is a reason for its namespace to hold a copy.
public enum Demand {
  /// It has no sidecar and is to have none.
  NONE,
  /// It has a sidecar, or something that puts one in will find it.
  SIDECAR,
  /// It is to have one and started without, because the copy was not there: it must be made anew.
  MISSED;

  private static final Set<String> FOR_WANT_OF_A_COPY =
      Set.of("credentials_missing", "credentials_unknown");

  /// What the injector has said counts most, then what the pod says of itself.
  public static Demand of(PodView pod) {
    String decision = pod.annotations().getOrDefault(Names.DECISION_ANNOTATION, "");
    if (decision.equals("injected")) {
      return SIDECAR;
    }
    if (decision.equals("skipped")) {
      String reason = pod.annotations().getOrDefault(Names.REASON_ANNOTATION, "");
      return FOR_WANT_OF_A_COPY.contains(reason)
          ? MISSED
          : reason.equals("already_injected") ? SIDECAR : NONE;
    }
    if (says(pod, "disabled")) {
      return NONE;
    }
    boolean asks = optsIn(pod) || (pod.onFargate() && !pod.namespace().equals("kube-system"));
    return asks ? SIDECAR : NONE;
  }

  private static boolean optsIn(PodView pod) {
    return "fargate".equals(pod.labels().get(Names.SIDECAR_LABEL)) || says(pod, "enabled");
  }

  private static boolean says(PodView pod, String word) {
    return word.equals(pod.labels().get(Names.FARGATE_KEY))
        || word.equals(pod.annotations().get(Names.FARGATE_KEY));
  }
}

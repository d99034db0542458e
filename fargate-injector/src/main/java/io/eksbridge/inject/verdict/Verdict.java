// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

import java.util.List;
import java.util.Optional;

/// What is to be done with a pod.
public sealed interface Verdict {
  /// Why.
  Reason reason();

  /// Add the Agent.
  ///
  /// @param reason how the pod was recognised
  /// @param profile the name of the profile that it is made from
  /// @param agent what it is made of, after the pod's own annotations
  /// @param fit how it is fitted into the pod
  /// @param address where the Agent finds the cluster agent; empty to do without
  /// @param verified whether the cluster agent's certificate is checked
  /// @param growth of the pod's size
  /// @param warnings what the user should know, in sentences
  record Inject(
      Reason reason,
      String profile,
      AgentSettings agent,
      Fit fit,
      Optional<ClusterAgentAddress.Known> address,
      boolean verified,
      Growth growth,
      List<String> warnings)
      implements Verdict {
    /// Keeps a copy of the warnings.
    public Inject {
      warnings = List.copyOf(warnings);
    }
  }

  /// Give the pod the sockets of the Agent on its node.
  record Connect(Reason reason, List<String> warnings) implements Verdict {
    /// Keeps a copy of the warnings.
    public Connect {
      warnings = List.copyOf(warnings);
    }
  }

  /// Leave the pod as its user wrote it.
  record Skip(Reason reason) implements Verdict {}

  /// The word for metrics, logs and annotations.
  default String decision() {
    return switch (this) {
      case Inject _, Connect _ -> "injected";
      case Skip _ -> "skipped";
    };
  }

  /// The profile that was used, empty where none was.
  default String profileName() {
    return switch (this) {
      case Inject inject -> inject.profile();
      case Connect _, Skip _ -> "";
    };
  }

  /// The pod's Fargate sizes, empty where they were not asked for.
  default String sizes() {
    return switch (this) {
      case Inject inject -> inject.growth().toString();
      case Connect _, Skip _ -> "";
    };
  }

  /// How the Agent is fitted into a pod.
  ///
  /// @param form as what kind of container
  /// @param exits whether it must end by itself
  /// @param hardened whether it runs confined
  /// @param ownToken whether it brings the ServiceAccount's token for itself
  /// @param replaces whether the container of Datadog's own webhook is taken away
  record Fit(Form form, boolean exits, boolean hardened, boolean ownToken, boolean replaces) {}

  /// The kind of container that the Agent becomes.
  enum Form {
    /// Beside the pod's containers: it must end by itself, or the pod is never done.
    CONTAINER,
    /// An init container that restarts: up before the pod's containers, ended after them.
    NATIVE_SIDECAR
  }

  /// The Fargate size of a pod without the Agent and with it; none where nothing so large is sold.
  record Growth(Optional<FargateSize> before, Optional<FargateSize> after) {
    /// Whether the Agent makes it a larger one.
    public boolean grows() {
      return !before.equals(after);
    }

    /// Both, or the one where they are the same.
    @Override
    public String toString() {
      return grows() ? text(before) + " -> " + text(after) : text(after);
    }

    /// A size as it is shown.
    public static String text(Optional<FargateSize> size) {
      return size.map(FargateSize::toString).orElse("none");
    }
  }
}

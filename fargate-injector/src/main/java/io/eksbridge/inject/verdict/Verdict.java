// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

import java.util.List;

/// What is to be done with a pod.
public sealed interface Verdict {
  /// Why.
  Reason reason();

  /// Add the Agent.
  ///
  /// @param reason how the pod was recognised
  /// @param form as what kind of container
  /// @param address where the Agent finds the cluster agent
  /// @param warnings what the user should know, in sentences
  record Inject(Reason reason, Form form, ClusterAgentAddress.Known address, List<String> warnings)
      implements Verdict {
    /// Keeps a copy of the warnings.
    public Inject {
      warnings = List.copyOf(warnings);
    }
  }

  /// Leave the pod as its user wrote it.
  record Skip(Reason reason) implements Verdict {}

  /// The word for metrics, logs and annotations.
  default String decision() {
    return switch (this) {
      case Inject _ -> "injected";
      case Skip _ -> "skipped";
    };
  }

  /// The kind of container that the Agent becomes.
  enum Form {
    /// Beside the pod's containers: it must end by itself, or the pod is never done.
    CONTAINER,
    /// An init container that restarts: up before the pod's containers, ended after them.
    NATIVE_SIDECAR
  }
}

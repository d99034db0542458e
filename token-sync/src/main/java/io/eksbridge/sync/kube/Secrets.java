// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.kube;

import io.eksbridge.sync.plan.Change;

/// Where changes are performed.
public interface Secrets {
  /// Looks at the copy of one namespace.
  Sight look(String namespace);

  /// Performs one change; what can go wrong is a result.
  ApplyResult perform(Change.Write change);
}

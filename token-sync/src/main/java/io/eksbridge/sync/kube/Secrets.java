// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.kube;

import io.eksbridge.sync.plan.Change;

/// Where changes are performed.
public interface Secrets {
  /// Performs one change; what can go wrong is a result.
  ApplyResult perform(Change.Write change);
}

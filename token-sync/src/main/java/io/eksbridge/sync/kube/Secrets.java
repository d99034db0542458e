// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.kube;

import io.eksbridge.sync.plan.Change;
import io.eksbridge.sync.plan.Copy;
import io.eksbridge.sync.plan.Source;

/// Where changes are performed.
public interface Secrets {
  /// Looks at the copy of one namespace.
  Sight look(String namespace);

  /// Has a copy compared with a source by whoever holds it, so that no value of it is read: the
  /// copy with the answer.
  Sight compare(String namespace, Copy copy, Source.Good source);

  /// Performs one change; what can go wrong is a result.
  ApplyResult perform(Change.Write change);
}

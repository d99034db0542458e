// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.kube;

import io.eksbridge.sync.plan.Change;
import io.eksbridge.sync.plan.Copy;
import io.eksbridge.sync.plan.Place;
import io.eksbridge.sync.plan.Source;

/// Where changes are performed.
public interface Secrets {
  /// Looks at one copy.
  Sight look(Place place);

  /// Has a copy compared with a source by whoever holds it, so that no value of it is read: the
  /// copy with the answer.
  Sight compare(Place place, Copy copy, Source.Good source);

  /// Performs one change of the copy by the name `secret`; what can go wrong is a result.
  ApplyResult perform(String secret, Change.Write change);
}

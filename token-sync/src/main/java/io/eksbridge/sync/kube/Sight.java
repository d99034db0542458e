// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.kube;

import io.eksbridge.sync.plan.Copy;
import java.util.Optional;

/// What was seen where the copy of one namespace is.
public sealed interface Sight {
  /// The copy, or that there is none.
  record Seen(Optional<Copy> copy) implements Sight {}

  /// The namespace has not given the right to look.
  record NotAllowed() implements Sight {}

  /// It could not be seen, and why.
  record Unseen(ApplyResult why) implements Sight {}
}

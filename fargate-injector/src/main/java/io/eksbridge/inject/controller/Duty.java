// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.controller;

import io.eksbridge.inject.api.ListWatch;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A part of what the controller keeps: a bean that is worked on by a thread of its own, and only
/// while this replica leads.
public interface Duty {
  /// The word for metrics, log and readiness.
  String name();

  /// Rung where there may be something to do.
  Bell bell();

  /// What it looks at; this replica is ready once each has had its first list.
  List<ListWatch> watches();

  /// Does the next thing, and is asked again at once; or says when to look again at the latest.
  Optional<Instant> step() throws IOException, Blocked;

  /// Where it stands, in a few words.
  String state();
}

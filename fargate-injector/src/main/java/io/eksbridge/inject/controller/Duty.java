// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.controller;

import io.eksbridge.inject.api.ListWatch;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A part of what the controller keeps: a bean that is worked on by a thread of its own, and only
/// while this replica leads.
public abstract class Duty {
  private final String name;
  private final Bell bell = new Bell();
  private volatile String state = "waiting";

  /// By this word it is known to metrics, log and readiness.
  protected Duty(String name) {
    this.name = name;
  }

  /// The word for metrics, log and readiness.
  public final String name() {
    return name;
  }

  /// Rung where there may be something to do; a duty that nobody rings looks now and then.
  public final Bell bell() {
    return bell;
  }

  /// Where it stands, in a few words.
  public final String state() {
    return state;
  }

  /// Says where it stands now.
  protected final void stands(String now) {
    state = now;
  }

  /// This replica leads no longer: what it has told of the cluster is for another to tell, so its
  /// gauges go back to 0.
  public void relieved() {
    stands("waiting");
  }

  /// What it looks at; this replica is ready once each has had its first list.
  public abstract List<ListWatch> watches();

  /// Does the next thing, and is asked again at once; or says when to look again at the latest.
  public abstract Optional<Instant> step() throws IOException, Blocked;
}

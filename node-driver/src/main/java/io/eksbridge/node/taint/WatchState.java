// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.taint;

import java.util.Locale;

/// How far the removal of startup taints is.
public enum WatchState {
  /// Switched off, or there is no API server to ask.
  OFF,
  /// The kubelet has not registered the driver yet.
  UNREGISTERED,
  /// The node is looked at every few seconds.
  WATCHING,
  /// The Agent's taint is there, and its sockets do not answer.
  WAITING_FOR_AGENT,
  /// The API server does not answer, or fails.
  UNREACHABLE,
  /// The driver lacks the right: it has stopped.
  FORBIDDEN,
  /// Nothing was left to remove for long enough: until the next registration.
  DONE;

  /// Its name in the metrics.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

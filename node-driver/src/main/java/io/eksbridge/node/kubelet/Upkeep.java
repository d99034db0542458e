// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.kubelet;

import io.eksbridge.node.csi.Answering;

/// What keeping the driver registered takes now.
sealed interface Upkeep {
  /// All is as it should be, or another instance sees to it.
  record Nothing() implements Upkeep {}

  /// Calls reach nobody: the sockets were removed, or an instance that took them over is gone.
  record TakeBack() implements Upkeep {}

  /// The kubelet must see the plugin come.
  ///
  /// @param why for the log
  record Offer(String why) implements Upkeep {}

  /// Another driver has registered under this one's name.
  record Yield() implements Upkeep {}

  /// What was seen.
  ///
  /// @param csi who answers on the CSI socket
  /// @param registration who answers on the registration socket
  /// @param link what is in the kubelet's plugin registry
  /// @param registered whether the kubelet took the driver in
  /// @param due whether an answer of the kubelet has been waited for long enough
  record Seen(
      Answering csi,
      Answering registration,
      PluginLink.State link,
      boolean registered,
      boolean due) {}

  /// Decides; the instance whose registration socket is in place is the one that sees to the link.
  static Upkeep decide(Seen seen) {
    if (seen.csi() == Answering.NOBODY || seen.registration() == Answering.NOBODY) {
      return new TakeBack();
    }
    if (seen.registration() == Answering.ANOTHER) {
      return new Nothing();
    }
    return switch (seen.link()) {
      case OURS ->
          !seen.registered() && seen.due()
              ? new Offer("the kubelet did not answer")
              : new Nothing();
      case ABSENT -> new Offer("the link is gone");
      case LEFTOVER -> new Offer("another driver left its socket");
      case ANOTHERS -> new Yield();
    };
  }
}

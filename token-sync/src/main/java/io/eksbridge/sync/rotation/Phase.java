// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.rotation;

/// Where a rotation stands: also the metric's label and what `status` says.
public enum Phase {
  /// The copies hold the token that the cluster agent's Secret holds.
  SETTLED("the copies hold the cluster agent's token"),
  /// The source has a new token that the cluster agent does not accept yet: copies stay.
  WAITING("the source has a new token; the cluster agent does not accept it yet"),
  /// The new token goes into the copies.
  SPREADING("the new token goes into the copies"),
  /// The copies hold the next token: the cluster agent's Secret is to have it too.
  SWITCHING("the copies hold the next token; it goes into the cluster agent's Secret"),
  /// All Secrets hold the next token: the cluster agent must be restarted to take it.
  CONFIRMING("all Secrets hold the next token; the cluster agent must take it: restart it");

  private final String sentence;

  Phase(String sentence) {
    this.sentence = sentence;
  }

  /// For people.
  public String sentence() {
    return sentence;
  }
}

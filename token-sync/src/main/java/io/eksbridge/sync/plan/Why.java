// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

/// The reason of a change, or of leaving things as they are: also the metric's label and the log's
/// key.
public enum Why {
  /// The namespace is selected and has no copy.
  MISSING("The namespace is selected and has no copy."),
  /// The copy was made from another source.
  SOURCE_CHANGED("The copy was made from another source."),
  /// Somebody edited our copy.
  DRIFT("Somebody edited our copy."),
  /// Somebody else's Secret lacks our keys, or has other values in them.
  FOREIGN("Somebody else's Secret lacks our keys, or has other values in them."),
  /// Somebody else's values are taken over, as the operator wants it.
  FORCED("Somebody else's values are taken over, as the operator wants it."),
  /// Another controller tends the Secret, such as External Secrets or Argo CD: never written.
  TENDED(
      "Another controller tends the Secret, such as External Secrets or Argo CD: never written."),
  /// The namespace is not selected, or no longer.
  NOT_SELECTED("The namespace is not selected, or no longer."),
  /// The namespace is excluded, or has opted out.
  EXCLUDED("The namespace is excluded, or has opted out."),
  /// The namespace stopped qualifying a short while ago: its copy stays for the delay.
  LINGERING("The namespace stopped qualifying a short while ago: its copy stays for the delay."),
  /// Too many copies would be taken away at once: none is.
  BRAKED("Too many copies would be taken away at once: none is."),
  /// All copies are taken away, because an operator asked for it.
  CLEANUP("All copies are taken away, because an operator asked for it."),
  /// The namespace has not bound the rights to us.
  NO_CONSENT("The namespace has not bound the rights to us."),
  /// Whether the namespace has a copy could not be seen.
  UNSEEN("Whether the namespace has a copy could not be seen."),
  /// The copy is as it should be.
  TRUE("The copy is as it should be."),
  /// A source has no good value: what is there stays as it is.
  SOURCE_HELD("A source has no good value: what is there stays as it is."),
  /// The source has a new token that the cluster agent does not accept yet.
  WAITING("The source has a new token that the cluster agent does not accept yet."),
  /// The object of that name is a source.
  IS_SOURCE("The object of that name is a source."),
  /// The namespace is being deleted.
  TERMINATING("The namespace is being deleted.");

  private final String sentence;

  Why(String sentence) {
    this.sentence = sentence;
  }

  /// For people.
  public String sentence() {
    return sentence;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

/// The reason of a change, or of leaving things as they are: also the metric's label and the log's
/// key.
public enum Why {
  /// The namespace is selected and has no copy.
  MISSING,
  /// The copy was made from another source.
  SOURCE_CHANGED,
  /// Somebody edited our copy.
  DRIFT,
  /// Somebody else's Secret lacks our keys, or has other values in them.
  FOREIGN,
  /// The namespace is not selected, or no longer.
  NOT_SELECTED,
  /// The copy is as it should be.
  TRUE,
  /// A source has no good value: what is there stays as it is.
  SOURCE_HELD,
  /// The object of that name is a source.
  IS_SOURCE,
  /// The namespace is being deleted.
  TERMINATING,
}

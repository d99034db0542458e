// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.service;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// What is to be done, and what is to be told.
///
/// @param step the next thing to do
/// @param troubles what people should know, each with its sentences
/// @param address of the Service, where it has one
public record Outcome(Step step, Map<Trouble, String> troubles, Optional<String> address) {
  /// Keeps a copy, in the order of the enum.
  public Outcome {
    var ordered = new EnumMap<Trouble, String>(Trouble.class);
    ordered.putAll(troubles);
    troubles = Collections.unmodifiableMap(ordered);
  }
}

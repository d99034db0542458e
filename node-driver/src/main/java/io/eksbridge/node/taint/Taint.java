// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.taint;

import java.util.Map;

/// A taint as the API server has it: all its fields, since a patch must repeat them to the letter.
///
/// @param fields by their names in the Node object
public record Taint(Map<String, String> fields) {
  /// Copies what may change.
  public Taint {
    fields = Map.copyOf(fields);
  }

  /// What it is called.
  public String key() {
    return fields.getOrDefault("key", "");
  }

  /// As `kubectl describe node` prints it.
  public String words() {
    String value = fields.getOrDefault("value", "");
    return key() + (value.isEmpty() ? "" : "=" + value) + ":" + fields.getOrDefault("effect", "");
  }
}

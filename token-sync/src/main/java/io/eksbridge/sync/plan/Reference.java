// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One key of one Secret: `namespace/name/key`.
public record Reference(String namespace, String name, String key) {
  private static final Pattern FORM =
      Pattern.compile(
          "([a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)/([a-z0-9](?:[-.a-z0-9]{0,251}[a-z0-9])?)/([-._a-zA-Z0-9]{1,253})");

  /// The reference that `text` is, or nothing when it is none.
  public static Optional<Reference> parse(String text) {
    Matcher parts = FORM.matcher(text);
    return parts.matches()
        ? Optional.of(new Reference(parts.group(1), parts.group(2), parts.group(3)))
        : Optional.empty();
  }

  /// Whether it is a key of the Secret `secret` in `place`.
  public boolean isIn(String place, String secret) {
    return namespace.equals(place) && name.equals(secret);
  }

  @Override
  public String toString() {
    return namespace + "/" + name + "/" + key;
  }
}

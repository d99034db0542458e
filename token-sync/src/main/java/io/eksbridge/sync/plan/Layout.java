// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A copy as sidecars read it: the Secret's name, and what each of its keys holds.
public record Layout(String secret, Map<String, Part> keys) {
  private static final Map<String, Part> DATADOGS =
      Map.of(Part.API_KEY.key(), Part.API_KEY, Part.TOKEN.key(), Part.TOKEN);

  public Layout {
    keys = Map.copyOf(keys);
  }

  /// One key for each part.
  public static Layout of(String secret, String apiKeyKey, String tokenKey) {
    return new Layout(secret, Map.of(apiKeyKey, Part.API_KEY, tokenKey, Part.TOKEN));
  }

  /// The keys of both, for the same Secret.
  public Layout and(Layout other) {
    var both = new TreeMap<>(keys);
    both.putAll(other.keys());
    return new Layout(secret, both);
  }

  /// A key that holds one thing here and something else there.
  public Optional<String> conflict(Layout other) {
    return keys.entrySet().stream()
        .filter(key -> other.keys().getOrDefault(key.getKey(), key.getValue()) != key.getValue())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /// The source's values under these keys. They are another source to the copies: one that was made
  /// under other keys is made anew.
  public Source.Good of(Source.Good source) {
    var values = new TreeMap<String, String>();
    keys.forEach((key, part) -> values.put(key, source.values().getOrDefault(part.key(), "")));
    String fingerprint =
        keys.equals(DATADOGS)
            ? source.fingerprint()
            : "%s-%08x".formatted(source.fingerprint(), new TreeMap<>(keys).toString().hashCode());
    return new Source.Good(values, fingerprint, source.onlyNew());
  }
}

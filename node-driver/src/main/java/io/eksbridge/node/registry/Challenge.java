// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.registry;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a registry wants to see, see RFC 7235 and the distribution's token specification.
///
/// @param scheme in lower case
/// @param parameters by names in lower case
record Challenge(String scheme, Map<String, String> parameters) {
  private static final int LONGEST = 4096;
  private static final Pattern PARAMETER =
      Pattern.compile("([a-zA-Z_]{1,32})=(?:\"([^\"]*)\"|([^\\s,\"]*))");

  static Challenge read(String header) {
    String text = header.substring(0, Math.min(header.length(), LONGEST)).strip();
    int blank = text.indexOf(' ');
    String scheme = (blank < 0 ? text : text.substring(0, blank)).toLowerCase(Locale.ROOT);
    Map<String, String> parameters = new HashMap<>();
    Matcher each = PARAMETER.matcher(blank < 0 ? "" : text.substring(blank));
    while (each.find()) {
      parameters.put(
          each.group(1).toLowerCase(Locale.ROOT),
          Optional.ofNullable(each.group(2)).orElseGet(() -> each.group(3)));
    }
    return new Challenge(scheme, parameters);
  }

  boolean isBearer() {
    return scheme.equals("bearer") && parameters.containsKey("realm");
  }

  /// Where a token for reading that repository is asked for.
  Optional<URI> realm(String repository) {
    try {
      String realm = parameters.getOrDefault("realm", "");
      return Optional.of(URI.create(realm + (realm.contains("?") ? "&" : "?") + query(repository)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// The same without what it is asked by.
  Optional<URI> realm() {
    try {
      return Optional.of(URI.create(parameters.getOrDefault("realm", "")));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  String query(String repository) {
    return "service="
        + encoded(parameters.getOrDefault("service", ""))
        + "&scope="
        + encoded("repository:" + repository + ":pull");
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.registrar;

import com.fasterxml.jackson.databind.JsonNode;
import io.eksbridge.inject.Names;
import io.eksbridge.inject.api.ApiObjects;
import io.eksbridge.inject.certificate.Authority;
import io.eksbridge.inject.registration.Configurations;
import io.eksbridge.inject.tls.SecretContent;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What there is in the cluster at one moment.
///
/// @param secret of the certificate
/// @param configurations by name, of those that there are
record Seen(Optional<JsonNode> secret, Map<String, JsonNode> configurations) {
  static Seen look(ApiObjects objects, Places places) throws IOException {
    var configurations = new LinkedHashMap<String, JsonNode>();
    for (String name : Configurations.NAMES) {
      objects.get(Places.configuration(name)).ifPresent(each -> configurations.put(name, each));
    }
    return new Seen(objects.get(places.secret()), configurations);
  }

  Optional<JsonNode> configuration(String name) {
    return Optional.ofNullable(configurations.get(name));
  }

  /// The content of the Secret.
  JsonNode data() {
    return secret
        .orElseGet(com.fasterxml.jackson.databind.node.MissingNode::getInstance)
        .path("data");
  }

  /// Whether there is a Secret of this name that someone else made.
  boolean foreign() {
    return secret
        .filter(
            each ->
                !each.path("metadata")
                    .path("labels")
                    .path(Names.OWNER_LABEL)
                    .asText()
                    .equals(Names.INJECTOR))
        .isPresent();
  }

  /// Whom the API server trusts now.
  List<Authority> trusted() {
    return configurations.values().stream()
        .flatMap(each -> each.path("webhooks").valueStream())
        .map(each -> each.path("clientConfig").path("caBundle").asText(""))
        .distinct()
        .flatMap(Seen::authorities)
        .distinct()
        .toList();
  }

  private static Stream<Authority> authorities(String bundle) {
    return SecretContent.authorities(
        new String(
            Base64.getDecoder().decode(bundle), java.nio.charset.StandardCharsets.ISO_8859_1))
        .stream();
  }
}

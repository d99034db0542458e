// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// Credentials for a registry; never printed.
///
/// @param user and
/// @param password, or one of the next two
/// @param identityToken that a token is asked for with
/// @param registryToken that is a token already
record Login(String user, String password, String identityToken, String registryToken) {
  /// Reads one entry of `auths` in a docker `config.json`.
  static Optional<Login> read(JsonTree entry) {
    String user = entry.at("username").text();
    String password = entry.at("password").text();
    String both = entry.at("auth").text();
    if (!both.isEmpty()) {
      try {
        String plain = new String(Base64.getDecoder().decode(both), StandardCharsets.UTF_8);
        int colon = plain.indexOf(':');
        if (colon > 0) {
          user = plain.substring(0, colon);
          password = plain.substring(colon + 1);
        }
      } catch (IllegalArgumentException _) {
        return Optional.empty();
      }
    }
    var login =
        new Login(
            user, password, entry.at("identitytoken").text(), entry.at("registrytoken").text());
    return Optional.of(login).filter(each -> !each.isEmpty());
  }

  private boolean isEmpty() {
    return user.isEmpty() && identityToken.isEmpty() && registryToken.isEmpty();
  }

  /// The header for whoever wants a name and a password.
  Optional<String> basic() {
    byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return user.isEmpty()
        ? Optional.empty()
        : Optional.of("Basic " + Base64.getEncoder().encodeToString(both));
  }

  @Override
  public String toString() {
    return "Login";
  }
}

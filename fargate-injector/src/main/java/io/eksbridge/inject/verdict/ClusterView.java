// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

import io.eksbridge.inject.verdict.AgentSettings.SecretReference;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All that the rules may know of the cluster, for one namespace and at one moment.
///
/// @param endpoint an IP of the cluster agent, if one is known
/// @param namespace the pod's
/// @param secrets what is known of Secrets in that namespace, by name; of others nothing is
/// @param copied the names of the Secrets that token-sync is at work on; none while it is not
/// @param admitted whether the API server has already mounted the token of the pod's account, where
///     it is to be mounted
public record ClusterView(
    Optional<Endpoint> endpoint,
    NamespaceView namespace,
    Map<String, SecretView> secrets,
    Set<String> copied,
    boolean admitted) {

  /// An IP, and whose it is.
  public record Endpoint(String ip, String origin) {}

  /// What is known of a Secret, never its values.
  public sealed interface SecretView {
    /// It is not there.
    record Absent() implements SecretView {}

    /// It is there with all that it should have: token-sync made it.
    record Complete() implements SecretView {}

    /// It is there with these keys.
    record Holding(Set<String> keys) implements SecretView {
      /// Keeps a copy of the keys.
      public Holding {
        keys = Set.copyOf(keys);
      }
    }

    /// It is there, and nobody told its keys.
    record Closed() implements SecretView {}
  }

  /// What is known of the Secret that the sidecar would take its credentials from.
  public enum Credentials {
    /// It is there with the keys that are needed.
    PRESENT,
    /// It is not there yet, and token-sync is about to make it.
    COMING,
    /// It is not there.
    MISSING,
    /// It is there without the API key.
    WITHOUT_API_KEY,
    /// It is there with the API key, if that is needed, and without the token.
    WITHOUT_TOKEN,
    /// Nobody told yet.
    UNKNOWN
  }

  /// What is known of the keys of a Secret that are needed.
  public Credentials credentials(SecretReference secret, Set<String> needed, CopyScope copies) {
    if (needed.isEmpty()) {
      return Credentials.PRESENT;
    }
    SecretView found = secrets.get(secret.name());
    Credentials known =
        switch (found) {
          case null -> Credentials.UNKNOWN;
          case SecretView.Absent _ -> Credentials.MISSING;
          case SecretView.Complete _ -> Credentials.PRESENT;
          case SecretView.Closed _ -> Credentials.UNKNOWN;
          case SecretView.Holding(var keys) -> held(secret, needed, keys);
        };
    boolean coming =
        known != Credentials.PRESENT
            && !(found instanceof SecretView.Holding)
            && copied.contains(secret.name())
            && copies.holds(namespace);
    return coming ? Credentials.COMING : known;
  }

  private static Credentials held(SecretReference secret, Set<String> needed, Set<String> keys) {
    if (keys.containsAll(needed)) {
      return Credentials.PRESENT;
    }
    return needed.contains(secret.apiKeyKey()) && !keys.contains(secret.apiKeyKey())
        ? Credentials.WITHOUT_API_KEY
        : Credentials.WITHOUT_TOKEN;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.api;

/// What is watched: the objects of one name below a path, so that the right to it can be as narrow;
/// or all of them.
///
/// @param watch the word for metrics, log and health
/// @param path of the collection
/// @param name of the objects, empty for all
/// @param metadataOnly whether the API server is asked to leave the content out
public record Resource(String watch, String path, String name, boolean metadataOnly) {
  /// Where the webhook configurations are.
  public static final String CONFIGURATIONS =
      "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations";

  /// The Secrets of a name in all namespaces, without their content.
  public static Resource secrets(String watch, String name) {
    return new Resource(watch, "/api/v1/secrets", name, true);
  }

  /// All namespaces, without their content.
  public static Resource namespaces() {
    return new Resource("namespaces", "/api/v1/namespaces", "", true);
  }

  /// One Lease.
  public static Resource lease(String watch, String namespace, String name) {
    return new Resource(
        watch, "/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases", name, false);
  }

  boolean named(String other) {
    return name.isEmpty() || name.equals(other);
  }

  /// One Service.
  public static Resource service(String watch, String namespace, String name) {
    return new Resource(watch, "/api/v1/namespaces/" + namespace + "/services", name, false);
  }

  /// One Secret, without its content: for whoever only wants to know that it changed.
  public static Resource secret(String watch, String namespace, String name) {
    return new Resource(watch, "/api/v1/namespaces/" + namespace + "/secrets", name, true);
  }

  /// One webhook configuration.
  public static Resource configuration(String watch, String name) {
    return new Resource(watch, CONFIGURATIONS, name, true);
  }
}

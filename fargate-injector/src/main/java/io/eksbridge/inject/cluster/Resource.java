// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.cluster;

/// What is watched: the objects of one name below a path, so that the right to it can be as narrow;
/// or all of them.
///
/// @param watch the word for metrics, log and health
/// @param path of the collection
/// @param name of the objects, empty for all
/// @param metadataOnly whether the API server is asked to leave the content out
record Resource(String watch, String path, String name, boolean metadataOnly) {
  static Resource secrets(String watch, String name) {
    return new Resource(watch, "/api/v1/secrets", name, true);
  }

  static Resource namespaces() {
    return new Resource("namespaces", "/api/v1/namespaces", "", true);
  }

  static Resource lease(String watch, String namespace, String name) {
    return new Resource(
        watch, "/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases", name, false);
  }

  boolean named(String other) {
    return name.isEmpty() || name.equals(other);
  }

  static Resource service(String watch, String namespace, String name) {
    return new Resource(watch, "/api/v1/namespaces/" + namespace + "/services", name, false);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.cluster;

/// What is watched: the objects of one name below a path, so that the right to it can be as narrow.
///
/// @param watch the word for metrics, log and health
/// @param path of the collection
/// @param name of the objects
/// @param metadataOnly whether the API server is asked to leave the content out
record Resource(String watch, String path, String name, boolean metadataOnly) {
  static Resource secrets(String name) {
    return new Resource("credentials", "/api/v1/secrets", name, true);
  }

  static Resource service(String watch, String namespace, String name) {
    return new Resource(watch, "/api/v1/namespaces/" + namespace + "/services", name, false);
  }
}

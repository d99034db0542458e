// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.api;

/// What is watched.
///
/// @param watch the word for metrics, log and health
/// @param path of the collection
/// @param selection which of its objects
/// @param metadataOnly whether the API server is asked to leave the content out
public record Resource(String watch, String path, Selection selection, boolean metadataOnly) {
  /// Where the webhook configurations are.
  public static final String CONFIGURATIONS =
      "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations";

  /// Where roles and bindings are.
  public static final String RBAC = "/apis/rbac.authorization.k8s.io/v1/";

  /// The Secrets of a name in all namespaces, without their content.
  public static Resource secrets(String watch, String name) {
    return new Resource(watch, "/api/v1/secrets", new Selection.Named(name), true);
  }

  /// All namespaces, without their content.
  public static Resource namespaces() {
    return new Resource("namespaces", "/api/v1/namespaces", new Selection.All(), true);
  }

  /// One Lease.
  public static Resource lease(String watch, String namespace, String name) {
    return new Resource(
        watch,
        "/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases",
        new Selection.Named(name),
        false);
  }

  /// One Service.
  public static Resource service(String watch, String namespace, String name) {
    return new Resource(
        watch, "/api/v1/namespaces/" + namespace + "/services", new Selection.Named(name), false);
  }

  /// One Secret, without its content: for whoever only wants to know that it changed.
  public static Resource secret(String watch, String namespace, String name) {
    return new Resource(
        watch, "/api/v1/namespaces/" + namespace + "/secrets", new Selection.Named(name), true);
  }

  /// One webhook configuration.
  public static Resource configuration(String watch, String name) {
    return new Resource(watch, CONFIGURATIONS, new Selection.Named(name), true);
  }

  /// The pods on Fargate, whole: what matters is in their content.
  public static Resource fargatePods() {
    return new Resource(
        "pods", "/api/v1/pods", new Selection.Scheduled("fargate-scheduler"), false);
  }

  /// The nodes of Fargate, without their content.
  public static Resource fargateNodes() {
    return new Resource(
        "nodes",
        "/api/v1/nodes",
        new Selection.Labelled("eks.amazonaws.com/compute-type", "fargate"),
        true);
  }

  /// All cluster roles, or all their bindings: a name of ours may be someone else's.
  public static Resource ofCluster(String kind) {
    return new Resource(kind, RBAC + kind, new Selection.All(), false);
  }
}

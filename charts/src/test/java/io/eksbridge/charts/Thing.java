// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

/// What the controller makes under names of the product: as kubectl calls it, and where the API
/// has it.
enum Thing {
  /// The configuration for pods that are found without their asking.
  AUTOMATIC(
      "",
      "mutatingwebhookconfiguration/eksbridge-fargate-injector",
      "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/eksbridge-fargate-injector"),
  /// The configuration for pods that ask.
  OPT_IN("", AUTOMATIC.name + "-opt-in", AUTOMATIC.path + "-opt-in"),
  /// The webhook's certificate.
  CERTIFICATE(
      "eksbridge",
      "secret/release-certificate",
      "/api/v1/namespaces/eksbridge/secrets/release-certificate"),
  /// The Service that outlives the cluster agent's own.
  STABLE(
      "datadog",
      "service/cluster-agent-stable",
      "/api/v1/namespaces/datadog/services/cluster-agent-stable"),
  /// What remembers its address.
  MEMORY(
      "eksbridge",
      "configmap/eksbridge-address",
      "/api/v1/namespaces/eksbridge/configmaps/eksbridge-address");

  /// The authority of a configuration's webhook.
  static final String BUNDLE = "/webhooks/0/clientConfig/caBundle";

  final String namespace;
  final String name;
  final String path;

  Thing(String namespace, String name, String path) {
    this.namespace = namespace;
    this.name = name;
    this.path = path;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

/// The names that the services share: all they share is what lies in the cluster.
public final class Names {
  /// The Secret that a sidecar takes its credentials from, in each namespace that runs one.
  public static final String COPY_SECRET = "datadog-secret";

  /// The key of the API key in that Secret.
  public static final String API_KEY = "api-key";

  /// The key of the cluster agent's token in that Secret.
  public static final String TOKEN = "token";

  /// The label of a Secret that token-sync composed, always with both keys.
  public static final String COPY_LABEL = "eksbridge.io/copy";

  /// The label or annotation that opts a pod or a namespace in (`enabled`) or out (`disabled`).
  public static final String FARGATE_KEY = "eksbridge.io/fargate";

  /// Datadog's own label that opts a pod in (`fargate`).
  public static final String SIDECAR_LABEL = "agent.datadoghq.com/sidecar";

  /// The label and the value that every object of the product carries.
  public static final String MANAGED_BY_LABEL = "app.kubernetes.io/managed-by";

  /// The value of that label.
  public static final String MANAGED_BY = "datadog-eks-bridge";

  /// The label that says which service made an object: its field manager.
  public static final String OWNER_LABEL = "eksbridge.io/owner";

  /// The field manager of token-sync, which is also the name of its Lease.
  public static final String FIELD_MANAGER = "eksbridge-token-sync";

  /// The field manager of the injector's controller, also the name of its Lease.
  public static final String INJECTOR = "eksbridge-injector";

  /// The webhook configuration that finds the pods on Fargate by itself.
  public static final String AUTOMATIC_CONFIGURATION = "eksbridge-fargate-injector";

  /// The webhook configuration that takes the pods that ask.
  public static final String OPT_IN_CONFIGURATION = "eksbridge-fargate-injector-opt-in";

  /// The Service whose address does not change, beside the cluster agent.
  public static final String STABLE_SERVICE = "cluster-agent-stable";

  /// The ConfigMap that remembers that address, in the namespace of the release.
  public static final String ADDRESS_CONFIG_MAP = "eksbridge-address";

  /// The ConfigMap that remembers which owners of pods were restarted, in the namespace of the
  /// release.
  public static final String RESTARTS_CONFIG_MAP = "eksbridge-restarts";

  /// The annotation of a pod template that says why it was restarted.
  public static final String RESTARTED_FOR_ANNOTATION = "eksbridge.io/restarted-for";

  /// The annotation of a pod template that says when.
  public static final String RESTARTED_AT_ANNOTATION = "eksbridge.io/restarted-at";

  /// The annotation that says what was decided: `injected` or `skipped`.
  public static final String DECISION_ANNOTATION = "eksbridge.io/decision";

  /// The annotation that says why, in the words of the metrics and the log.
  public static final String REASON_ANNOTATION = "eksbridge.io/reason";

  /// The annotation that holds the URL of the cluster agent that the sidecar was given.
  public static final String ADDRESS_ANNOTATION = "eksbridge.io/address";

  /// The annotation that holds the pod's Fargate size, without the sidecar and with it.
  public static final String SIZE_ANNOTATION = "eksbridge.io/size";

  /// The annotation by which a pod chooses its sidecar's CPU.
  public static final String CPU_ANNOTATION = "eksbridge.io/cpu";

  /// The annotation by which a pod chooses its sidecar's memory.
  public static final String MEMORY_ANNOTATION = "eksbridge.io/memory";

  /// The annotation by which a pod adds tags.
  public static final String TAGS_ANNOTATION = "eksbridge.io/tags";

  /// The annotation by which a pod chooses which of its logs are collected.
  public static final String LOGS_ANNOTATION = "eksbridge.io/logs";

  /// The annotation by which a pod chooses as what kind of container its sidecar is added.
  public static final String FORM_ANNOTATION = "eksbridge.io/form";

  /// The name of the CSI driver that has the Agent's sockets on a node.
  public static final String DRIVER = "k8s.csi.datadoghq.com";

  private Names() {}
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

import java.util.Locale;

/// Why a pod got the Agent or did not: the label of the metric, the key of the log and the
/// annotation are its name in lower case.
public enum Reason {
  /// Injected: the scheduler is Fargate's.
  FARGATE_SCHEDULER(false, "The pod is scheduled by Fargate."),
  /// Injected: EKS chose a profile for the pod.
  FARGATE_PROFILE(false, "The pod carries the label of a Fargate profile."),
  /// Injected: the user asked for it.
  OPT_IN_LABEL(false, "The pod carries the label that asks for the sidecar."),
  /// Injected: not with the Agent, but with the sockets of the node's.
  EC2_NODE(false, "The pod asks for the Agent and runs on a node: it gets that Agent's sockets."),
  /// Skipped: no creation of a pod.
  UNSUPPORTED_OPERATION(false, "Only the creation of a pod is changed."),
  /// Skipped: the object does not have the shape of a pod.
  POD_UNREADABLE(false, "The object does not have the shape of a pod with containers."),
  /// Skipped: made by a kubelet from a file.
  MIRROR_POD(false, "The pod mirrors a static pod of a kubelet."),
  /// Skipped: by label or annotation.
  OPTED_OUT(false, "The pod opts out."),
  /// Skipped: by label of the namespace.
  NAMESPACE_OPTED_OUT(false, "The namespace opts out."),
  /// Skipped: a namespace in which pods must opt in.
  NAMESPACE_EXCLUDED(false, "Pods of kube-system get the sidecar only where they opt in."),
  /// Skipped: the Agent of a node looks after it.
  NOT_FARGATE(false, "Nothing says that the pod runs on Fargate."),
  /// Skipped: the container is there.
  ALREADY_INJECTED(false, "The pod has the injected Agent."),
  /// Skipped: Datadog's own webhook was there before.
  OFFICIAL_SIDECAR_PRESENT(false, "The pod has the Agent of Datadog's own webhook."),
  /// Skipped: the user brought an Agent.
  FOREIGN_AGENT_PRESENT(true, "The pod brings a Datadog Agent of its own."),
  /// Skipped: the pod has what it asks for.
  SOCKETS_PRESENT(false, "The pod has the sockets of the node's Agent already."),
  /// Skipped: by the operator.
  PROFILE_EXCLUDES(false, "The first profile that matches the pod says that it gets no sidecar."),
  /// Skipped: Fargate does not run it.
  WINDOWS(true, "The pod is for Windows, which Fargate does not run."),
  /// Skipped: Fargate does not run it.
  HOST_NETWORK(true, "The pod uses the network of its host, which Fargate does not run."),
  /// Skipped: a name that we need is taken.
  VOLUME_CONFLICT(true, "A volume or container of the pod has a name that the sidecar needs."),
  /// Skipped: the pod would be refused, or starve.
  POD_RESOURCES(true, "The resources that the pod sets for itself leave no room for the sidecar."),
  /// Skipped: no URL would reach the cluster agent.
  ADDRESS_UNKNOWN(true, "The pod cannot resolve the cluster agent's name, and its IP is unknown."),
  /// Skipped: the sidecar would keep the pod from starting.
  CREDENTIALS_MISSING(true, "The namespace has no Secret with API key and token."),
  /// Skipped: the sidecar would keep the pod from starting.
  API_KEY_MISSING(
      true, "The Secret of the Agent's credentials has no API key by its expected key."),
  /// Skipped: the sidecar would keep the pod from starting.
  TOKEN_MISSING(true, "The Secret of the Agent's credentials has no token by its expected key."),
  /// Skipped: the sidecar might keep the pod from starting.
  CREDENTIALS_UNKNOWN(true, "It is not known whether the namespace has the Agent's credentials."),
  /// Skipped: Fargate would not run it.
  NO_FARGATE_SIZE(true, "Fargate has no size that holds the pod with its sidecar."),
  /// Skipped: the operator does not want to pay for it.
  SIZE_GROWS(true, "The sidecar would make Fargate choose a larger size."),
  /// Skipped: a fault of ours, which must not become the pod's.
  UNDECIDED(true, "The webhook failed to decide; its log says why.");

  private final boolean told;
  private final String sentence;

  Reason(boolean told, String sentence) {
    this.told = told;
    this.sentence = sentence;
  }

  /// The word for metrics, logs, annotations and runbooks.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// What a person reads.
  public String sentence() {
    return sentence;
  }

  /// Whether a pod that was skipped for it should have had a sidecar, so that its user is told.
  public boolean told() {
    return told;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.service;

import java.util.Locale;

/// What people should know of the address: the label of the metric, the word of the log, of the
/// Event and of the guide.
public enum Trouble {
  /// There is nothing to lead to.
  CLUSTER_AGENT_MISSING("No Service of the cluster agent is there."),
  /// There is too much to lead to.
  CLUSTER_AGENT_AMBIGUOUS("More than one Service could be the cluster agent's."),
  /// There is something that leads nowhere.
  CLUSTER_AGENT_UNUSABLE("The cluster agent's Service cannot be followed."),
  /// Sidecars are given a name that does not exist.
  NAME_DIFFERS("The cluster agent's Service has another name than sidecars are given."),
  /// The name of the Service is taken.
  SERVICE_NOT_OURS("The Service cluster-agent-stable is not ours, and is left as it is."),
  /// The name of the memory is taken.
  MEMORY_NOT_OURS("The ConfigMap that should remember the address is not ours."),
  /// No one listens.
  NO_ENDPOINTS("No pod of the cluster agent is ready behind the address."),
  /// Pods carry another.
  ADDRESS_CHANGED("The address that pods carry was lost, and another had to be taken."),
  /// The address is still someone else's.
  ADDRESS_TAKEN("The address that is asked for belongs to another."),
  /// The address cannot be had.
  OUTSIDE_RANGE("The address that is asked for is not one that Services of this cluster have."),
  /// The address may be lost.
  OUTSIDE_STATIC_BAND("The address that is asked for may go to another by chance."),
  /// The address that was asked for waits for the Service to be deleted.
  OTHER_ADDRESS("The Service has another address than the one that is asked for.");

  private final String sentence;

  Trouble(String sentence) {
    this.sentence = sentence;
  }

  /// The word for metrics, logs and guides.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The word for Events.
  public String camel() {
    var camel = new StringBuilder();
    for (String part : name().split("_", -1)) {
      camel.append(part.charAt(0)).append(part.substring(1).toLowerCase(Locale.ROOT));
    }
    return camel.toString();
  }

  /// Whether it is that the address cannot be had.
  public boolean aboutTheAddress() {
    return this == ADDRESS_TAKEN || this == OUTSIDE_RANGE;
  }

  /// What a person reads.
  public String sentence() {
    return sentence;
  }
}

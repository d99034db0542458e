// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.taint;

/// The two taints that keep pods off a node which is not ready for them.
public enum StartupTaint {
  /// The driver's own, `<driver>/agent-not-ready`.
  DRIVER("driver", "the kubelet has registered the driver"),
  /// The one that Datadog's operator knows too, `agent.datadoghq.com/not-ready`.
  AGENT("agent", "the driver is registered and the Agent's sockets accept connections");

  /// The key of [#AGENT].
  public static final String AGENT_KEY = "agent.datadoghq.com/not-ready";

  private final String label;
  private final String reason;

  StartupTaint(String label, String reason) {
    this.label = label;
    this.reason = reason;
  }

  /// The key of [#DRIVER], for a driver of that name.
  public static String driverKey(String driverName) {
    return driverName + "/agent-not-ready";
  }

  /// Its name in the metrics.
  public String label() {
    return label;
  }

  /// Why it goes, once it does.
  public String reason() {
    return reason;
  }

  boolean mayGo(boolean registered, boolean agentAnswers) {
    return switch (this) {
      case DRIVER -> registered;
      case AGENT -> registered && agentAnswers;
    };
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

import java.util.Optional;

/// Where a pod finds the cluster agent: by its name where the pod resolves the cluster's names, by
/// IP where it does not. The pod's dnsPolicy is never changed.
public sealed interface ClusterAgentAddress {
  /// The port of the cluster agent.
  int PORT = 5005;

  /// Why, in a sentence.
  String why();

  /// A URL that this pod can use, and whether it is the name that the certificate carries.
  record Known(String url, boolean byName, String why) implements ClusterAgentAddress {}

  /// No URL would do.
  record Unknown(String why) implements ClusterAgentAddress {}

  /// The sidecar is to do without a cluster agent.
  record None(String why) implements ClusterAgentAddress {}

  /// How the operator wants it reached.
  enum Strategy {
    /// By name where the pod resolves the cluster's names, else by IP.
    AUTO,
    /// By name, whatever the pod resolves.
    NAME,
    /// By IP.
    IP,
    /// Not at all.
    NONE
  }

  /// The address for a pod with this `dnsPolicy`.
  static ClusterAgentAddress of(
      Strategy strategy,
      String dnsPolicy,
      String serviceName,
      Optional<ClusterView.Endpoint> endpoint) {
    return switch (strategy) {
      case AUTO ->
          resolves(dnsPolicy)
              ? named(serviceName, "dnsPolicy " + dnsPolicy + " resolves the names of the cluster")
              : byIp(
                  endpoint,
                  "dnsPolicy " + dnsPolicy + " does not resolve the names of the cluster");
      case NAME -> named(serviceName, "the operator chose the name");
      case IP -> byIp(endpoint, "the operator chose the IP");
      case NONE -> new None("the operator chose to do without a cluster agent");
    };
  }

  private static boolean resolves(String dnsPolicy) {
    return dnsPolicy.equals("ClusterFirst") || dnsPolicy.equals("ClusterFirstWithHostNet");
  }

  private static ClusterAgentAddress named(String serviceName, String why) {
    return new Known(url(serviceName), true, why);
  }

  private static ClusterAgentAddress byIp(Optional<ClusterView.Endpoint> endpoint, String why) {
    if (endpoint.isEmpty()) {
      return new Unknown(why + ", and no IP of the cluster agent is known");
    }
    ClusterView.Endpoint known = endpoint.get();
    return new Known(url(host(known.ip())), false, why + ", so the IP of " + known.origin());
  }

  private static String url(String host) {
    return "https://" + host + ":" + PORT;
  }

  private static String host(String ip) {
    return ip.indexOf(':') < 0 ? ip : "[" + ip + "]";
  }
}

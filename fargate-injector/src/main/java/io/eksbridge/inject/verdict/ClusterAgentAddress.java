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

  /// A URL that this pod can use.
  record Known(String url, String why) implements ClusterAgentAddress {}

  /// No URL would do.
  record Unknown(String why) implements ClusterAgentAddress {}

  /// The address for a pod with this `dnsPolicy`.
  static ClusterAgentAddress of(
      String dnsPolicy, String serviceName, Optional<ClusterView.Endpoint> endpoint) {
    boolean resolves =
        dnsPolicy.equals("ClusterFirst") || dnsPolicy.equals("ClusterFirstWithHostNet");
    if (resolves) {
      return new Known(
          url(serviceName), "dnsPolicy " + dnsPolicy + " resolves the names of the cluster");
    }
    String blind = "dnsPolicy " + dnsPolicy + " does not resolve the names of the cluster";
    return endpoint
        .<ClusterAgentAddress>map(
            known -> new Known(url(host(known.ip())), blind + ", so the IP of " + known.origin()))
        .orElseGet(() -> new Unknown(blind + ", and no IP of the cluster agent is known"));
  }

  private static String url(String host) {
    return "https://" + host + ":" + PORT;
  }

  private static String host(String ip) {
    return ip.indexOf(':') < 0 ? ip : "[" + ip + "]";
  }
}

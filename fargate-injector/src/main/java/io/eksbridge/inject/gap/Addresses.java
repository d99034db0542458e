// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.gap;

import io.eksbridge.inject.service.Range;
import io.eksbridge.inject.verdict.ClusterAgentAddress;
import java.util.List;
import java.util.Locale;

/// Where the cluster agent can be reached now.
///
/// @param ips its addresses, first the one that new pods are given; none where none is known
/// @param names of its Services, first the one that new pods are given
/// @param lost an address that is known to be another's or nobody's; empty for none
public record Addresses(List<String> ips, List<Name> names, String lost) {
  /// Keeps copies.
  public Addresses {
    ips = List.copyOf(ips);
    names = List.copyOf(names);
  }

  /// A Service of the cluster.
  public record Name(String service, String namespace, String domain) {
    String whole() {
      return service + "." + namespace + ".svc." + domain;
    }

    /// In the forms that a resolver of the cluster knows from any namespace.
    boolean is(String host) {
      String brief = service + "." + namespace;
      return List.of(brief, brief + ".svc", whole()).contains(host);
    }
  }

  /// Whether this URL leads nowhere any more; no where it cannot be known.
  boolean stale(String url) {
    String host = host(url);
    if (Range.address(host).isPresent()) {
      return !ips.isEmpty() && ips.stream().noneMatch(each -> Range.same(each, host));
    }
    return !host.isEmpty() && names.stream().noneMatch(each -> each.is(host));
  }

  /// Where a pod that was given this URL would be sent now; empty where nowhere.
  String instead(String url) {
    if (Range.address(host(url)).isEmpty()) {
      return names.isEmpty() ? "" : url(names.getFirst().whole());
    }
    return ips.isEmpty()
        ? ""
        : url(ips.getFirst().contains(":") ? "[" + ips.getFirst() + "]" : ips.getFirst());
  }

  /// Whether this URL is the address that was lost.
  boolean lost(String url) {
    return !lost.isEmpty() && Range.same(host(url), lost) && stale(url);
  }

  private static String url(String host) {
    return "https://" + host + ":" + ClusterAgentAddress.PORT;
  }

  static String host(String url) {
    String rest = url.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
    String host =
        rest.startsWith("[")
            ? rest.substring(1, Math.max(1, rest.indexOf(']')))
            : rest.replaceFirst(":\\d+$", "");
    return host.replaceFirst("\\.$", "").toLowerCase(Locale.ROOT);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

import io.eksbridge.sync.Names;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which namespaces get a copy by the name `secret`: by label, by name or for their pods, where
/// sidecars read it by `profiles`, less those excluded by name or opted out.
public record Selection(
    LabelSelector byLabel,
    List<String> byName,
    List<String> excluded,
    Set<String> ownSources,
    Profiles profiles,
    String secret) {

  /// The names are patterns with `*`; `ownSources` are the namespaces in which a Secret of the
  /// copy's name is a source.
  public Selection {
    byName = List.copyOf(byName);
    excluded = List.copyOf(excluded);
    ownSources = Set.copyOf(ownSources);
  }

  /// Whether `namespace` is to hold a copy.
  public boolean selects(NamespaceView namespace) {
    return !excludes(namespace)
        && (namespace.hasPods()
            || byLabel.selects(namespace.labels())
            || matches(byName, namespace.name()))
        && layout(namespace).isPresent();
  }

  /// What its copy is to hold, if sidecars read it.
  public Optional<Layout> layout(NamespaceView namespace) {
    return profiles.layout(secret, namespace);
  }

  /// The source as it goes into the copy of `namespace`.
  public Source source(Source source, NamespaceView namespace) {
    return switch (source) {
      case Source.Held held -> held;
      case Source.Good good -> layout(namespace).map(layout -> layout.of(good)).orElse(good);
    };
  }

  /// Whether `namespace` is to hold none, whatever runs in it: somebody has said so.
  public boolean excludes(NamespaceView namespace) {
    return matches(excluded, namespace.name())
        || "disabled".equals(namespace.labels().get(Names.FARGATE_KEY));
  }

  /// Whether the object of the copy's name in `namespace` is itself a source.
  public boolean isSource(NamespaceView namespace) {
    return ownSources.contains(namespace.name());
  }

  private static boolean matches(List<String> patterns, String name) {
    return patterns.stream().anyMatch(pattern -> Glob.matches(pattern, name));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The profiles in the order in which the injector tries them, and what a pod's sidecar reads that
/// none of them matches. The first that matches is a pod's; so in a namespace each one counts until
/// one matches all that is left.
public record Profiles(List<Profile> inOrder, Layout otherwise) {
  public Profiles {
    inOrder = List.copyOf(inOrder);
  }

  /// The names of all Secrets that sidecars may read, the usual one first.
  public List<String> secrets() {
    return Stream.concat(
            Stream.of(otherwise), inOrder.stream().filter(Profile::injects).map(Profile::layout))
        .map(Layout::secret)
        .distinct()
        .toList();
  }

  /// What the Secret `secret` is to hold in `namespace`; nothing where no sidecar reads it.
  public Optional<Layout> layout(String secret, NamespaceView namespace) {
    return read(namespace).stream()
        .filter(layout -> layout.secret().equals(secret))
        .reduce(Layout::and);
  }

  private List<Layout> read(NamespaceView namespace) {
    var read = new ArrayList<Layout>();
    for (Profile profile : inOrder) {
      if (profile.reaches(namespace)) {
        if (profile.injects()) {
          read.add(profile.layout());
        }
        if (profile.everyPod()) {
          return read;
        }
      }
    }
    read.add(otherwise);
    return read;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.wave;

/// What makes pods anew when its template changes.
///
/// @param kind Deployment or StatefulSet
public record Owner(String kind, String namespace, String name, String uid)
    implements Comparable<Owner> {
  @Override
  public int compareTo(Owner other) {
    return title().compareTo(other.title());
  }

  /// For people and logs.
  public String title() {
    return namespace + "/" + kind.toLowerCase(java.util.Locale.ROOT) + "/" + name;
  }
}

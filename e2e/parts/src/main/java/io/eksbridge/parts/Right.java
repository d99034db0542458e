// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.parts;

/// What RBAC lets somebody do, one verb on one resource.
///
/// @param namespace where; everywhere when empty
/// @param group the API group
/// @param resource in the plural, with its subresource
/// @param name of the object; any when empty
/// @param verb of the API
public record Right(String namespace, String group, String resource, String name, String verb) {
  /// Whether who holds this one may do that.
  public boolean covers(Right asked) {
    return (namespace.isEmpty() || namespace.equals(asked.namespace))
        && group.equals(asked.group)
        && resource.equals(asked.resource)
        && (name.isEmpty() || name.equals(asked.name))
        && verb.equals(asked.verb);
  }

  /// The same with another verb.
  Right to(String other) {
    return new Right(namespace, group, resource, name, other);
  }

  /// How narrow it is: of two that cover a request the narrower one is what it needs.
  int narrowness() {
    return (name.isEmpty() ? 0 : 2) + (namespace.isEmpty() ? 0 : 1);
  }

  @Override
  public String toString() {
    return verb
        + " "
        + resource
        + (group.isEmpty() ? "" : "." + group)
        + (name.isEmpty() ? "" : " " + name)
        + (namespace.isEmpty() ? "" : " in " + namespace);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.api;

/// What a request's path names: a collection (no name) or an object; all namespaces when it names
/// none.
record Target(Kind kind, String namespace, String name) {
  private static final String ROOT = "/api/v1/";

  static Target of(String path) {
    if (!path.startsWith(ROOT)) {
      throw ApiFailure.unknownPath();
    }
    String[] part = path.substring(ROOT.length()).split("/", -1);
    boolean inNamespace = part.length > 2 && part[0].equals("namespaces");
    String[] rest = inNamespace ? java.util.Arrays.copyOfRange(part, 2, part.length) : part;
    Kind kind = Kind.of(rest[0]).orElseThrow(ApiFailure::unknownPath);
    boolean whole = kind.namespaced && !inNamespace && rest.length > 1;
    boolean misplaced = !kind.namespaced && inNamespace;
    boolean blank = rest.length == 2 && rest[1].isEmpty();
    if (rest.length > 2 || whole || misplaced || blank) {
      throw ApiFailure.unknownPath();
    }
    return new Target(kind, inNamespace ? part[1] : "", rest.length == 2 ? rest[1] : "");
  }

  boolean isCollection() {
    return name.isEmpty();
  }

  Target named(String its) {
    return new Target(kind, namespace, its);
  }

  boolean covers(Target object) {
    return kind == object.kind
        && (namespace.isEmpty() || namespace.equals(object.namespace))
        && (name.isEmpty() || name.equals(object.name));
  }
}

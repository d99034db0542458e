// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/// What a watch keeps up to date, as values of its own: an object is made one as soon as it has
/// been read, so that no more of it is ever held. Told in full first, and after each break, then
/// change by change.
///
/// @param <T> what is kept of an object
public interface Reflection<T> {
  /// What is kept of this object; empty for one that does not matter.
  Optional<T> read(JsonNode object);

  /// All there is.
  void replace(List<T> objects);

  /// Added or changed.
  void put(T object);

  /// Gone.
  void remove(T object);
}

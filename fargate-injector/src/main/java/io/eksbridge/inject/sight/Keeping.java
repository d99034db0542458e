// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.sight;

import io.eksbridge.inject.api.Reflection;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// Keeps values by their key, and tells whoever listens when one is not as it was.
///
/// @param <T> of what
abstract class Keeping<T> implements Reflection<T> {
  private final Function<T, String> key;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Map<String, T> kept = new ConcurrentHashMap<>();

  Keeping(Function<T, String> key) {
    this.key = key;
  }

  /// Tells `listener` of each change from now on.
  public final void listen(Runnable listener) {
    listeners.add(listener);
  }

  /// All that there are now.
  public final Collection<T> all() {
    return List.copyOf(kept.values());
  }

  @Override
  public void replace(List<T> objects) {
    var now = new ConcurrentHashMap<String, T>();
    objects.forEach(each -> now.put(key.apply(each), each));
    boolean same = now.equals(kept);
    kept = now;
    tell(!same);
  }

  @Override
  public void put(T object) {
    tell(!object.equals(kept.put(key.apply(object), object)));
  }

  @Override
  public void remove(T object) {
    tell(kept.remove(key.apply(object)) != null);
  }

  private void tell(boolean changed) {
    if (changed) {
      listeners.forEach(Runnable::run);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import io.eksbridge.node.volume.FileKind;
import java.nio.file.Path;

/// Takes every layer of a target away, sees that it is gone, and only then removes what it was on.
final class Unbinding {
  private static final int MOST_LAYERS = 4096; // no end in sight is a failure too

  private final Place place;

  Unbinding(Place place) {
    this.place = place;
  }

  void perform(Path target) {
    Place.Sight there = place.look();
    for (int layer = 0; there.mounted(); layer++) {
      if (layer == MOST_LAYERS) {
        throw new KernelRefusal("umount2", target, "its mounts remain");
      }
      try {
        place.unmount();
      } catch (KernelRefusal _) { // busy: the last resort, and the next look tells whether it held
        place.detach();
      }
      there = place.look();
    }
    FileKind kind = there.file().kind();
    if (kind != FileKind.ABSENT) {
      place.remove(kind);
    }
  }
}

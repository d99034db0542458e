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
    for (int layer = 0; place.isMounted(); layer++) {
      if (layer == MOST_LAYERS) {
        throw new KernelRefusal("umount2", target, "its mounts remain");
      }
      try {
        place.unmount();
      } catch (KernelRefusal _) { // busy: the last resort, and the look above tells whether it held
        place.detach();
      }
    }
    FileKind kind = place.at().kind();
    if (kind != FileKind.ABSENT) {
      place.remove(kind);
    }
  }
}

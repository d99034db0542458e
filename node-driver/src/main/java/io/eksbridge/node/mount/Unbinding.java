// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import io.eksbridge.node.volume.FileKind;
import java.nio.file.Path;

/// Takes every layer of a target away, sees that it is gone, and only then removes what it was on.
final class Unbinding {
  private final Mounts mounts;

  Unbinding(Mounts mounts) {
    this.mounts = mounts;
  }

  void perform(Path target, int layers) {
    for (int layer = 0; layer < layers; layer++) {
      try {
        mounts.unmount(target);
      } catch (KernelRefusal _) { // busy: the last resort, and the look below tells whether it held
        mounts.detach(target);
      }
    }
    int left = mounts.layers(target).size();
    if (left > 0) {
      throw new KernelRefusal("umount", target, left + " of its mounts remain");
    }
    FileKind kind = mounts.at(target).kind();
    if (kind != FileKind.ABSENT) {
      mounts.remove(target, kind);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import io.eksbridge.node.volume.FileKind;
import io.eksbridge.node.volume.Source;
import io.eksbridge.node.volume.TargetPath;
import io.eksbridge.node.volume.VolumeRequest;
import java.nio.file.Path;
import java.util.Set;

/// A pod's volume of a socket, on a kernel in memory.
abstract class OneVolume {
  static final Path KUBELET = Path.of("/k");
  static final Path MOUNT = KUBELET.resolve("pods/1/mount");
  static final TargetPath TARGET = new TargetPath(MOUNT, KUBELET);
  static final Path SOCKET = Path.of("/run/dsd.socket");
  static final VolumeRequest REQUEST =
      new VolumeRequest("v", new Source.OfAgent(SOCKET, FileKind.SOCKET), TARGET);

  final InMemoryMounts kernel =
      new InMemoryMounts()
          .with(SOCKET, FileKind.SOCKET)
          .with(KUBELET.resolve("pods/1"), FileKind.DIRECTORY);
  final Volumes volumes = new Volumes(kernel);
  final Set<Path> before = kernel.paths();
}

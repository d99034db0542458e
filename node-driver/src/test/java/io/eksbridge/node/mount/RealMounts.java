// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import io.eksbridge.node.Node;
import io.eksbridge.node.PrivateMounts;
import io.eksbridge.node.volume.Access;
import io.eksbridge.node.volume.AgentSockets;
import io.eksbridge.node.volume.MountTable;
import io.eksbridge.node.volume.TargetPath;
import io.eksbridge.node.volume.VolumeKind;
import io.eksbridge.node.volume.VolumeRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Volumes of the real kernel, in a mount namespace of their own.
abstract class RealMounts {
  @TempDir Path folder;

  final LinuxMounts kernel = new LinuxMounts();
  final Volumes volumes = new Volumes(kernel);
  Node node;
  Path target;

  @BeforeAll
  static void inANamespaceOfItsOwn() {
    PrivateMounts.required();
  }

  @BeforeEach
  void aNode() throws IOException {
    node = new Node(folder);
    target = node.target("1");
  }

  @AfterEach
  void cleanUp() throws IOException {
    try (Place place = place(target)) {
      while (place.look().mounted()) {
        place.detach();
      }
    }
    node.close();
  }

  Place place(Path path) {
    return kernel.open(at(path));
  }

  List<MountTable.Layer> layers(Path path) {
    try (Place place = place(path)) {
      return place.layers();
    }
  }

  void bind(Path source, Path on) {
    try (Place place = place(on)) {
      place.bind(source, Access.READ_ONLY);
    }
  }

  VolumeRequest asks(VolumeKind kind) {
    var agent = new AgentSockets(node.dsdSocket(), node.apmSocket(), node.dsdSocket());
    return new VolumeRequest("v", kind.source(agent).orElseThrow(), at(target));
  }

  TargetPath at(Path path) {
    return new TargetPath(path, node.kubelet());
  }
}

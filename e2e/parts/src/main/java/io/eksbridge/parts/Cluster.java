// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.parts;

import java.nio.file.Path;

/// A Kubernetes API that runs until it is closed.
public interface Cluster extends AutoCloseable {
  /// The file that lets a client in as an administrator.
  Path kubeconfig();

  /// What it is, for people.
  String title();

  @Override
  void close();
}

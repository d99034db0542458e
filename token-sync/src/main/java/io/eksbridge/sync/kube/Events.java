// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.kube;

/// Where what a namespace's people should know is told beside the object that it is about.
public interface Events {
  /// A warning about the Secret `name`; where the right to tell is missing, nothing happens.
  void warn(String namespace, String name, String reason, String message);
}

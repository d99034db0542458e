// SPDX-License-Identifier: Apache-2.0
/// A node with a kubelet and an Agent that are played, and a node-driver that is real: what becomes
/// of volumes when its process is killed or replaced.
@NullMarked
package io.eksbridge.e2e.lifecycle;

import org.jspecify.annotations.NullMarked;

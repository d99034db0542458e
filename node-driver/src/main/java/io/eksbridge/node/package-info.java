// SPDX-License-Identifier: Apache-2.0
/// The CSI node driver: publishes the Agent's sockets of a node into its pods.
@NullMarked
package io.eksbridge.node;

import org.jspecify.annotations.NullMarked;

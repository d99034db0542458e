// SPDX-License-Identifier: Apache-2.0
/// Transport: the CSI services on their Unix socket, and the one place where a problem becomes a
/// gRPC status.
@NullMarked
package io.eksbridge.node.csi;

import org.jspecify.annotations.NullMarked;

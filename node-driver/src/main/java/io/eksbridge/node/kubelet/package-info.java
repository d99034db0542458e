// SPDX-License-Identifier: Apache-2.0
/// Transport: makes the driver known to the kubelet, without a sidecar, and says whether it is.
@NullMarked
package io.eksbridge.node.kubelet;

import org.jspecify.annotations.NullMarked;

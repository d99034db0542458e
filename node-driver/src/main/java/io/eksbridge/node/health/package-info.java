// SPDX-License-Identifier: Apache-2.0
/// The port that operators and the kubelet ask: health and meters.
@NullMarked
package io.eksbridge.node.health;

import org.jspecify.annotations.NullMarked;

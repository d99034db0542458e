// SPDX-License-Identifier: Apache-2.0
/// Transport: the round that looks for volumes whose sockets the Agent has made anew, has them
/// bound again and tells their pods.
@NullMarked
package io.eksbridge.node.heal;

import org.jspecify.annotations.NullMarked;

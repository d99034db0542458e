// SPDX-License-Identifier: Apache-2.0
/// Decision: which source belongs at which target, what must be done for it, and why not. Pure.
@NullMarked
package io.eksbridge.node.volume;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/// Decision: what is decided about tracing libraries: which image a pod asks for, whether it may
/// have it, what of it is stored and for how long.
@NullMarked
package io.eksbridge.node.library;

import org.jspecify.annotations.NullMarked;

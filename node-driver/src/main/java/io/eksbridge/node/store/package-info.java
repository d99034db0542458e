// SPDX-License-Identifier: Apache-2.0
/// Effect: libraries on the disk of the node: unpacked, complete or absent, and deleted.
@NullMarked
package io.eksbridge.node.store;

import org.jspecify.annotations.NullMarked;

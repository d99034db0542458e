// SPDX-License-Identifier: Apache-2.0
/// Effect: looks at the host and does in the kernel what was decided. No process is started, and
/// nothing is ever removed recursively.
@NullMarked
package io.eksbridge.node.mount;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/// Follows sources, copies and namespaces, and looks at each namespace that may have changed.
@NullMarked
package io.eksbridge.sync.watch;

import org.jspecify.annotations.NullMarked;

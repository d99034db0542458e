// SPDX-License-Identifier: Apache-2.0
/// Decision: which ServiceAccount may read the kubelet of which node, and what has to be written
/// for that.
@NullMarked
package io.eksbridge.inject.access;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/// Many pods that come and go, controllers that are killed meanwhile, and who may read which
/// kubelet in the end.
@NullMarked
package io.eksbridge.e2e.access;

import org.jspecify.annotations.NullMarked;

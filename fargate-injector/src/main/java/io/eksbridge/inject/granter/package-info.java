// SPDX-License-Identifier: Apache-2.0
/// Transport: the duties that grant access to kubelets, and that ask who lacks it.
@NullMarked
package io.eksbridge.inject.granter;

import org.jspecify.annotations.NullMarked;

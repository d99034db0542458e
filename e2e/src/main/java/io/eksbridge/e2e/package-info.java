// SPDX-License-Identifier: Apache-2.0
/// What needs more than one service: the demo and the measuring programs.
@NullMarked
package io.eksbridge.e2e;

import org.jspecify.annotations.NullMarked;

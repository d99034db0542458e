// SPDX-License-Identifier: Apache-2.0
/// Decision: what pods on Fargate lack, and since when they could have it.
@NullMarked
package io.eksbridge.inject.gap;

import org.jspecify.annotations.NullMarked;

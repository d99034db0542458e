// SPDX-License-Identifier: Apache-2.0
/// Decision: the pods on Fargate as they are once they have been admitted, and what runs in them.
@NullMarked
package io.eksbridge.inject.fleet;

import org.jspecify.annotations.NullMarked;

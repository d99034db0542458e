// SPDX-License-Identifier: Apache-2.0
/// Tells a person what the webhook would do with a pod, and why.
@NullMarked
package io.eksbridge.inject.coverage;

import org.jspecify.annotations.NullMarked;

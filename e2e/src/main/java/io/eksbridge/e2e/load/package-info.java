// SPDX-License-Identifier: Apache-2.0
/// Requests at a pace, and how long they took.
@NullMarked
package io.eksbridge.e2e.load;

import org.jspecify.annotations.NullMarked;

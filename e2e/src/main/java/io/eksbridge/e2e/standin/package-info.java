// SPDX-License-Identifier: Apache-2.0

/// What stands in for Datadog's own parts on a cluster of ours: it does what they do at the edges
/// that the services touch, and tells what it saw, a line for each.
@NullMarked
package io.eksbridge.e2e.standin;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/// What each policy accepts and rejects, asked of a real API server.
@NullMarked
package io.eksbridge.policies;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/// Keeps one Secret, composed of the cluster agent's token and the API key, in each namespace that
/// runs sidecars.
@NullMarked
package io.eksbridge.sync;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/// Effect: restarts the owners of pods, wave by wave, where the operator wants it.
@NullMarked
package io.eksbridge.inject.restart;

import org.jspecify.annotations.NullMarked;

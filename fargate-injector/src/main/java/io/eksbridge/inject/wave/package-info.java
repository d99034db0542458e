// SPDX-License-Identifier: Apache-2.0
/// Decision: which owners of pods are restarted next, and when not.
@NullMarked
package io.eksbridge.inject.wave;

import org.jspecify.annotations.NullMarked;

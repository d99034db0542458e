// SPDX-License-Identifier: Apache-2.0
/// Decision: the container that is added, and the smallest JSON patch that adds it.
@NullMarked
package io.eksbridge.inject.patch;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/// Transport: what the controller sees of the cluster, kept by watches.
@NullMarked
package io.eksbridge.inject.sight;

import org.jspecify.annotations.NullMarked;

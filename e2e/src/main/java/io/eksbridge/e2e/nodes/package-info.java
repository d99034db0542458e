// SPDX-License-Identifier: Apache-2.0

/// The story on a cluster with real kubelets: all services from their images and the umbrella
/// chart. A test and the demo play it.
@NullMarked
package io.eksbridge.e2e.nodes;

import org.jspecify.annotations.NullMarked;

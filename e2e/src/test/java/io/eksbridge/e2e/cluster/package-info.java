// SPDX-License-Identifier: Apache-2.0

/// The services from their images and charts, on a cluster with real kubelets.
@NullMarked
package io.eksbridge.e2e.cluster;

import org.jspecify.annotations.NullMarked;

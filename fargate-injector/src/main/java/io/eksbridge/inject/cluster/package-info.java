// SPDX-License-Identifier: Apache-2.0
/// Transport: what the webhook knows of the cluster, kept by watches and never asked for in a call.
@NullMarked
package io.eksbridge.inject.cluster;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/// Transport: what the rules are told of the cluster, kept by watches and never asked for in a
/// call; the controller sees what the webhook sees.
@NullMarked
@Configuration
@Requires(property = FargateInjector.COMMAND, pattern = "webhook|controller|status")
package io.eksbridge.inject.cluster;

import io.eksbridge.inject.FargateInjector;
import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/// Transport: what the webhook knows of the cluster, kept by watches and never asked for in a call.
@NullMarked
@Configuration
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.WEBHOOK)
package io.eksbridge.inject.cluster;

import io.eksbridge.inject.FargateInjector;
import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/// Transport: HTTPS in, an admission review in the words of the API server out.
@NullMarked
@Configuration
@Requires(property = FargateInjector.COMMAND, value = FargateInjector.WEBHOOK)
package io.eksbridge.inject.webhook;

import io.eksbridge.inject.FargateInjector;
import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;

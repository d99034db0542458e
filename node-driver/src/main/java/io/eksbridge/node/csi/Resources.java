// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.csi;

import io.micronaut.context.annotation.Factory;
import io.micronaut.core.io.ResourceResolver;
import jakarta.inject.Singleton;

/// What micronaut-grpc would look certificates up with, and asks for even where there are none.
@Factory
final class Resources {
  @Singleton
  ResourceResolver resolver() {
    return new ResourceResolver();
  }
}

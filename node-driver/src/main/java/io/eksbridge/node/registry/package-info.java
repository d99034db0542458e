// SPDX-License-Identifier: Apache-2.0
/// Effect: images of OCI registries, asked for by digest and read as streams.
@NullMarked
package io.eksbridge.node.registry;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/// Effect: the few requests to the API server, by the JDK's own client.
@NullMarked
package io.eksbridge.node.api;

import org.jspecify.annotations.NullMarked;

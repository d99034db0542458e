// SPDX-License-Identifier: Apache-2.0
/// Effect: brings registry and store together: one download for all who ask, and what stays.
@NullMarked
package io.eksbridge.node.pull;

import org.jspecify.annotations.NullMarked;

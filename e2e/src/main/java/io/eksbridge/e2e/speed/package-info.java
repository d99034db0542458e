// SPDX-License-Identifier: Apache-2.0
/// Programs that measure a service against a peer in the same run.
@NullMarked
package io.eksbridge.e2e.speed;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/// Transport: the API server, asked and followed without ever being waited for without a deadline.
@NullMarked
package io.eksbridge.inject.api;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/// Transport: the duty that keeps the webhook's certificate and makes it known to the API server.
@NullMarked
package io.eksbridge.inject.registrar;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/// The real things that demo and tests start: an API server, the services' own processes.
@NullMarked
package io.eksbridge.parts;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/// The command line of the injector, its settings, its meters and the names that it shares with the
/// other services.
@NullMarked
package io.eksbridge.inject;

import org.jspecify.annotations.NullMarked;

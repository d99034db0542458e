// SPDX-License-Identifier: Apache-2.0
/// Effect: the stable Service and the memory of its address, seen, decided on and written.
@NullMarked
package io.eksbridge.inject.address;

import org.jspecify.annotations.NullMarked;

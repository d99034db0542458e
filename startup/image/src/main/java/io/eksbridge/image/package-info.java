// SPDX-License-Identifier: Apache-2.0

/// A container image of a service: its layout, a Java runtime and the C library, and nothing else.
@NullMarked
package io.eksbridge.image;

import org.jspecify.annotations.NullMarked;

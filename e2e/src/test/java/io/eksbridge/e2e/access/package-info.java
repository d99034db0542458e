// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.eksbridge.e2e.access;

import org.jspecify.annotations.NullMarked;

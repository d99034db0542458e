// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.eksbridge.e2e.part;

import org.jspecify.annotations.NullMarked;

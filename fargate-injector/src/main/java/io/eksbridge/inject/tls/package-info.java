// SPDX-License-Identifier: Apache-2.0
/// Effect: keys and certificates, made, written and read.
@NullMarked
package io.eksbridge.inject.tls;

import org.jspecify.annotations.NullMarked;

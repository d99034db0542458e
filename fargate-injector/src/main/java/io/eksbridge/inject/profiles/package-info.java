// SPDX-License-Identifier: Apache-2.0
/// Reads the operator's profiles, and says of each that cannot be used which field and why.
@NullMarked
package io.eksbridge.inject.profiles;

import org.jspecify.annotations.NullMarked;

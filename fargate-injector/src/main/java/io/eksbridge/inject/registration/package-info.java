// SPDX-License-Identifier: Apache-2.0
/// Decision: the webhook configurations as they should be, and what is to be done about those that
/// are.
@NullMarked
package io.eksbridge.inject.registration;

import org.jspecify.annotations.NullMarked;

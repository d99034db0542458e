// SPDX-License-Identifier: Apache-2.0
/// Transport: looks at all pods on Fargate, has it decided what they lack, and tells.
@NullMarked
package io.eksbridge.inject.audit;

import org.jspecify.annotations.NullMarked;

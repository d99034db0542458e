// SPDX-License-Identifier: Apache-2.0
/// What is to be done for one namespace, and why: pure, from what was seen to a [Change].
@NullMarked
package io.eksbridge.sync.plan;

import org.jspecify.annotations.NullMarked;

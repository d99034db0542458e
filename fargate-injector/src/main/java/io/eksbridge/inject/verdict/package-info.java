// SPDX-License-Identifier: Apache-2.0
/// Decision: whether a pod gets the Agent, and by which address the Agent finds its cluster agent.
@NullMarked
package io.eksbridge.inject.verdict;

import org.jspecify.annotations.NullMarked;

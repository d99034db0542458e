// SPDX-License-Identifier: Apache-2.0
/// The demo: its steps, who plays the kubelet and the Agent, and how it is told.
@NullMarked
package io.eksbridge.e2e.story;

import org.jspecify.annotations.NullMarked;

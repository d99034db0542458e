// SPDX-License-Identifier: Apache-2.0
/// Decision: which of a node's taints the driver removes, and when; values only.
@NullMarked
package io.eksbridge.node.taint;

import org.jspecify.annotations.NullMarked;

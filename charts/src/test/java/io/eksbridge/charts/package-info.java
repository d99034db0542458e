// SPDX-License-Identifier: Apache-2.0
/// What the charts promise: they render, refuse what they do not know, ask for no right too many,
/// and say nothing that the services do not understand.
@NullMarked
package io.eksbridge.charts;

import org.jspecify.annotations.NullMarked;

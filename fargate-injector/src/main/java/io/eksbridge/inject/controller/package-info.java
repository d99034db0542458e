// SPDX-License-Identifier: Apache-2.0
/// Transport: the controller, which sees what there is, has it decided what is missing, and does
/// it.
@NullMarked
package io.eksbridge.inject.controller;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/// Transport: the controller, of whose replicas one works on the duties that there are.
@NullMarked
package io.eksbridge.inject.controller;

import org.jspecify.annotations.NullMarked;

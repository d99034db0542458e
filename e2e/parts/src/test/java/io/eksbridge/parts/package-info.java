// SPDX-License-Identifier: Apache-2.0
/// What tests need of the machine, and the one API server of a test run.
@NullMarked
package io.eksbridge.parts;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/// A small, strict Kubernetes API in this process, for the demo and for tests without a real one.
@NullMarked
package io.eksbridge.e2e.api;

import org.jspecify.annotations.NullMarked;

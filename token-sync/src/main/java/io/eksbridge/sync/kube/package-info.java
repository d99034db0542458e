// SPDX-License-Identifier: Apache-2.0
/// The API server: server-side apply under one field manager, and its answers as values.
@NullMarked
package io.eksbridge.sync.kube;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/// The reference pages of `docs/`, written from what they describe; a page that is stale fails.
@NullMarked
package io.eksbridge.e2e.page;

import org.jspecify.annotations.NullMarked;

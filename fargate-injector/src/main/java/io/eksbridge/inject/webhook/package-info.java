// SPDX-License-Identifier: Apache-2.0
/// Transport: HTTPS in, an admission review in the words of the API server out.
@NullMarked
package io.eksbridge.inject.webhook;

import org.jspecify.annotations.NullMarked;

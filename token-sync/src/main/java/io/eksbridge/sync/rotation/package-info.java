// SPDX-License-Identifier: Apache-2.0
/// Decides, as values, how a new token is brought to those who need it, and who still runs with an
/// old one.
@NullMarked
package io.eksbridge.sync.rotation;

import org.jspecify.annotations.NullMarked;

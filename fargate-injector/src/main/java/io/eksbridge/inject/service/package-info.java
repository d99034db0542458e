// SPDX-License-Identifier: Apache-2.0
/// Decision: the Service whose address does not change, and what there is to say about it.
@NullMarked
package io.eksbridge.inject.service;

import org.jspecify.annotations.NullMarked;

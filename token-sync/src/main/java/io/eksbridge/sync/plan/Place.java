// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.plan;

/// Where a copy is, or is to be.
public record Place(String namespace, String secret) {}

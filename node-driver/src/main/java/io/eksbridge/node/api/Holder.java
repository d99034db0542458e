// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.api;

import java.util.List;

/// A pod on a node that has volumes of the driver.
///
/// @param volumes their names in the pod
public record Holder(String namespace, String name, String node, List<String> volumes) {}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

/// A volume that allows something else than it should: mounted by a driver that ended before it
/// confined it, or by one that did not confine.
///
/// @param target where it is mounted
/// @param top the mount that was seen there
/// @param access how much it should allow
public record LooseVolume(TargetPath target, MountTable.Layer top, Access access) {}

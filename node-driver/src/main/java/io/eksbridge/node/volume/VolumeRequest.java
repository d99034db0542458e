// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

/// A request that has been checked.
///
/// @param volumeId the kubelet's name of the volume
/// @param source what is published
/// @param target where
public record VolumeRequest(String volumeId, Source source, TargetPath target) {}

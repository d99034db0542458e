// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

import java.nio.file.Path;

/// A request that has been checked.
///
/// @param volumeId the kubelet's name of the volume
/// @param kind what is asked for
/// @param source what is published
/// @param target where
public record VolumeRequest(String volumeId, VolumeKind kind, Path source, TargetPath target) {}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

import java.nio.file.Path;

/// What is on the way to a target in place of a folder.
///
/// @param folder what should be one
/// @param found what it is
public record Obstacle(Path folder, FileKind found) {}

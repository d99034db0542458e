// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.wave;

import java.time.Duration;

/// How fast owners may be restarted.
///
/// @param atOnce in a wave; the first for a cause has one
/// @param perHour in all waves of an hour
/// @param settling from the end of a rollout until it must have helped
/// @param deadline for a rollout, after which no other begins until a person has looked
public record Limits(int atOnce, int perHour, Duration settling, Duration deadline) {}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.rotation;

import java.util.List;
import java.util.stream.Stream;

/// When the source's token changed, in milliseconds: a source that changes all the time is made
/// anew by each render of a Helm chart.
public record Changes(List<Long> times) {
  public Changes {
    times = List.copyOf(times);
  }

  /// With a change at `now`, without those longer ago than `window`.
  public Changes with(long now, long window) {
    return new Changes(
        Stream.concat(times.stream().filter(time -> now - time < window), Stream.of(now)).toList());
  }

  /// Whether there were `most` or more in the last `window`.
  public boolean tooMany(int most, long now, long window) {
    return times.stream().filter(time -> now - time < window).count() >= most;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

import java.util.List;
import java.util.Optional;

/// A size that Fargate sells: the smallest that holds what a pod asks for.
///
/// @param millicores of CPU
/// @param mebibytes of memory
public record FargateSize(int millicores, int mebibytes) {
  /// What Fargate adds to the memory of each pod for the kubelet and its companions.
  public static final int OVERHEAD = 256;

  private static final int GIBIBYTE = 1024;
  private static final List<FargateSize> SOLD =
      List.of(
              sizes(250, 1, 2, 1, true),
              sizes(500, 1, 4, 1, false),
              sizes(1000, 2, 8, 1, false),
              sizes(2000, 4, 16, 1, false),
              sizes(4000, 8, 30, 1, false),
              sizes(8000, 16, 60, 4, false),
              sizes(16000, 32, 120, 8, false))
          .stream()
          .flatMap(List::stream)
          .toList();

  /// The size of a pod that asks for this, if there is one that large.
  public static Optional<FargateSize> of(Requests pod) {
    long memory = Quantity.mebibytes(pod.memory()) + OVERHEAD;
    for (FargateSize size : SOLD) {
      if (size.millicores >= pod.cpu() && size.mebibytes >= memory) {
        return Optional.of(size);
      }
    }
    return Optional.empty();
  }

  /// All sizes, from the smallest.
  public static List<FargateSize> all() {
    return SOLD;
  }

  /// As AWS writes it: `0.25vCPU 0.5GB`.
  @Override
  public String toString() {
    return parts(millicores, 1000) + "vCPU " + parts(mebibytes, GIBIBYTE) + "GB";
  }

  private static String parts(int amount, int whole) {
    return amount % whole == 0
        ? Integer.toString(amount / whole)
        : Double.toString(amount / (double) whole);
  }

  private static List<FargateSize> sizes(int cpu, int least, int most, int step, boolean half) {
    var sizes = new java.util.ArrayList<FargateSize>();
    if (half) {
      sizes.add(new FargateSize(cpu, GIBIBYTE / 2));
    }
    for (int memory = least; memory <= most; memory += step) {
      sizes.add(new FargateSize(cpu, memory * GIBIBYTE));
    }
    if ((most - least) % step != 0) {
      sizes.add(new FargateSize(cpu, most * GIBIBYTE));
    }
    return List.copyOf(sizes);
  }
}

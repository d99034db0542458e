// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.nodes;

import io.eksbridge.e2e.speed.Memory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What a pod holds of its node's memory, in MiB.
///
/// @param workingSet what its control group is charged with, without files that can be dropped:
///     what the kubelet compares with limits
/// @param pss of its processes, what is shared divided by those who share it
record PodMemory(long workingSet, long pss) {
  static final PodMemory NONE = new PodMemory(0, 0);

  private static final List<Path> ROOTS =
      List.of(
          Path.of("/sys/fs/cgroup/memory/eksbridge-ec2"), Path.of("/sys/fs/cgroup/eksbridge-ec2"));

  /// Of the pod of this uid on the EC2 node, now.
  static PodMemory of(String uid) throws IOException {
    Path root = ROOTS.stream().filter(Files::isDirectory).findFirst().orElseThrow();
    try (Stream<Path> groups = Files.walk(root)) {
      Path group =
          groups
              .filter(each -> each.getFileName().toString().equals("pod" + uid))
              .findFirst()
              .orElseThrow(() -> new IOException("no control group of " + uid));
      return new PodMemory(workingSet(group) >> 20, pss(group));
    }
  }

  /// The larger in each.
  PodMemory most(PodMemory other) {
    return new PodMemory(Math.max(workingSet, other.workingSet), Math.max(pss, other.pss));
  }

  private static long workingSet(Path group) throws IOException {
    Path first = group.resolve("memory.usage_in_bytes");
    Path usage = Files.exists(first) ? first : group.resolve("memory.current");
    long droppable =
        Files.readAllLines(group.resolve("memory.stat")).stream()
            .filter(
                line ->
                    line.startsWith(
                        usage.equals(first) ? "total_inactive_file " : "inactive_file "))
            .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
            .sum();
    return Long.parseLong(Files.readString(usage).strip()) - droppable;
  }

  private static long pss(Path group) throws IOException {
    try (Stream<Path> files = Files.walk(group)) {
      return files
          .filter(file -> file.getFileName().toString().equals("cgroup.procs"))
          .flatMap(PodMemory::lines)
          .distinct()
          .mapToLong(process -> memory(Long.parseLong(process)))
          .sum();
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static long memory(long process) {
    try {
      return Memory.of(process).pss();
    } catch (IOException gone) {
      return 0;
    }
  }
}

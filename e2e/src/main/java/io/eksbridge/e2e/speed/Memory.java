// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.speed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// What a process holds of the machine's memory, by `/proc/<pid>/smaps_rollup`, in MiB.
///
/// @param rss all of it that is in memory
/// @param pss the same, what is shared divided by those who share it
/// @param anonymous what is nobody's file
public record Memory(long rss, long pss, long anonymous) {
  /// Of that process now.
  public static Memory of(long pid) throws IOException {
    Map<String, Long> kib = new HashMap<>();
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
      String[] words = line.split("[: ]+", 0);
      if (words.length > 1 && words[1].chars().allMatch(Character::isDigit)) {
        kib.put(words[0], Long.parseLong(words[1]));
      }
    }
    return new Memory(mib(kib, "Rss"), mib(kib, "Pss"), mib(kib, "Anonymous"));
  }

  private static long mib(Map<String, Long> kib, String kind) {
    return kib.getOrDefault(kind, 0L) / 1024;
  }

  /// Cells of a table, in the order of the components.
  public String cells() {
    return rss + " MiB | " + pss + " MiB | " + anonymous + " MiB";
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.speed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// What a process holds of the machine's memory, by `/proc/<pid>/smaps_rollup`.
final class Memory {
  static final String HEADER = "| memory | RSS | PSS | anonymous |\n|---|---|---|---|";

  private Memory() {}

  static String row(String when, long pid, Duration wait) throws IOException, InterruptedException {
    TimeUnit.MILLISECONDS.sleep(wait.toMillis()); // what is measured is the idle process
    Map<String, Long> kib = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
      String[] words = line.split("[: ]+", 0);
      if (words.length > 1 && words[1].chars().allMatch(Character::isDigit)) {
        kib.put(words[0], Long.parseLong(words[1]));
      }
    }
    return "| "
        + when
        + " | "
        + mib(kib, "Rss")
        + " | "
        + mib(kib, "Pss")
        + " | "
        + mib(kib, "Anonymous")
        + " |";
  }

  private static String mib(Map<String, Long> kib, String kind) {
    return kib.getOrDefault(kind, 0L) / 1024 + " MiB";
  }
}

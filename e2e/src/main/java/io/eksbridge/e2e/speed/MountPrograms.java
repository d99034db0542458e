// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.speed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The same by `mount(8)` twice and `umount(8)`, as drivers that start programs do it. A shell
/// starts and times them, since a JVM takes longer to start a program than the program runs.
final class MountPrograms {
  private static final String SCRIPT =
      """
      source=$1 target=$2 count=$3
      for ((i = 0; i < count; i++)); do
        began=${EPOCHREALTIME/./}
        mount -o bind "$source" "$target" &&
          mount -o bind,remount,ro,nosuid,nodev,noexec "$target" &&
          umount "$target" || exit 1
        echo $((${EPOCHREALTIME/./} - began))
      done
      """;

  private MountPrograms() {}

  static Laps measure(Path source, Path target, int count)
      throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder(
                "bash", "-c", SCRIPT, "-", source.toString(), target.toString(), "" + count)
            .redirectErrorStream(true)
            .start();
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (shell.waitFor() != 0) {
      throw new IOException("mount(8) or umount(8) failed: " + said);
    }
    return new Laps(said.lines().mapToLong(micros -> Long.parseLong(micros) * 1_000).toArray());
  }
}

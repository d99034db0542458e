// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The numbers of system calls by the kernel's own headers, also those of the architecture that
/// this machine is not.
final class SyscallTest {
  private static final Pattern NUMBER =
      Pattern.compile("#define\\s+__NR(?:3264)?_(\\w+)\\s+(\\d+)\\s*");

  @ParameterizedTest
  @CsvSource({
    "/usr/include/x86_64-linux-gnu/asm/unistd_64.h, false",
    "/usr/include/asm-generic/unistd.h, true", // 64-bit ARM has no numbers of its own
  })
  void eachCallHasTheNumberThatTheKernelGaveIt(Path header, boolean arm) throws IOException {
    assumeTrue(Files.exists(header), header + " is not there: install linux-libc-dev");
    Map<String, Integer> given =
        Files.readAllLines(header).stream()
            .map(NUMBER::matcher)
            .filter(line -> line.matches())
            .collect(
                Collectors.toMap(
                    line -> line.group(1), line -> Integer.valueOf(line.group(2)), (a, _) -> a));

    assertThat(Syscall.values())
        .allSatisfy(
            call ->
                assertThat(call.number(arm))
                    .as(call.name())
                    .isEqualTo(given.get(call.name().toLowerCase(Locale.ROOT))));
  }
}

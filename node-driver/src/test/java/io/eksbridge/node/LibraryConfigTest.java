// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eksbridge.startup.Refusal;
import io.eksbridge.startup.Startup;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Model.OptionSpec;

final class LibraryConfigTest {
  private static final int FLAGS = 15;

  /// Whether a flag is about libraries.
  static boolean isOfLibraries(String flag) {
    return flag.matches("--(apm-enabled|library-.*|registry-.*)");
  }

  @Test
  void helpTellsTheDefaultsThatHold() {
    Map<String, Object> told = new HashMap<>();
    int flags = 0;
    for (OptionSpec option :
        Startup.commandLine(new NodeDriver(), NodeDriver.PREFIXES, Map.of())
            .getCommandSpec()
            .options()) {
      if (isOfLibraries(option.longestName())) {
        flags++;
        if (option.defaultValue() != null) {
          told.put(option.longestName().substring(2), option.defaultValue());
        }
      }
    }

    assertThat(flags).isEqualTo(FLAGS);
    assertThat(Bound.to(LibraryConfig.class, told))
        .isEqualTo(Bound.to(LibraryConfig.class, Map.of()));
  }

  @Test
  void datadogsRegistriesAreAllowedAndNoPrivateAddressIs() {
    LibraryConfig config = Bound.to(LibraryConfig.class, Map.of());

    assertThat(config.apmEnabled()).isTrue();
    assertThat(config.allowed().entries()).contains("gcr.io/datadoghq").doesNotContain("*");
    assertThat(config.privateHosts()).isEmpty();
    assertThat(config.plainHosts()).isEmpty();
    assertThat(config.prewarm()).isEmpty();
    assertThat(config.tagAge()).isEqualTo(Duration.ofHours(1));
  }

  @ParameterizedTest
  @CsvSource({
    "registry-allow-list, https://gcr.io",
    "registry-auth-path, relative",
    "registry-ca-path, relative",
    "library-limit, 1 gigabyte",
    "library-quota, 0",
    "library-free-floor, x",
    "library-cleanup-minutes, -1",
    "library-tag-minutes, -1",
    "library-pull-timeout-seconds, 0",
    "library-downloads, 0",
    "library-downloads, 17",
    "library-prewarm, apm-inject"
  })
  void whatCannotWorkIsRefusedByTheNameOfItsFlag(String name, String value) {
    assertThatThrownBy(() -> Bound.to(LibraryConfig.class, Map.of(name, value)))
        .hasRootCauseInstanceOf(Refusal.class)
        .rootCause()
        .hasMessageContaining("--" + name);
  }
}

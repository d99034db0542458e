// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class VolumeKindTest {
  private static final AgentSockets AGENT =
      new AgentSockets(
          Path.of("/run/dsd/dsd.socket"),
          Path.of("/run/apm/apm.socket"),
          Path.of("/run/dsd/stream"));

  @ParameterizedTest
  @CsvSource({
    "DSDSocketDirectory, /run/dsd,            DIRECTORY, DIRECTORY",
    "APMSocketDirectory, /run/apm,            DIRECTORY, DIRECTORY",
    "DSDSocket,          /run/dsd/dsd.socket, SOCKET,    FILE",
    "APMSocket,          /run/apm/apm.socket, SOCKET,    FILE",
    "DSDStreamSocket,    /run/dsd/stream,     SOCKET,    FILE",
    "DatadogSocketsDirectory, /run/dsd,       DIRECTORY, DIRECTORY",
  })
  void eachTypePublishesItsSource(String type, Path source, FileKind of, FileKind on) {
    VolumeKind kind = VolumeKind.of(type).orElseThrow();

    assertThat(kind.source(AGENT)).contains(new Source.OfAgent(source, of));
    assertThat(kind.source(AGENT).orElseThrow().targetKind()).isEqualTo(on);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "dsdsocket", "DSDSocket ", "DatadogLibraries"})
  void anyOtherTypeIsUnknown(String type) {
    assertThat(VolumeKind.of(type)).isEmpty();
  }

  @Test
  void theTypesThatAreNotDeprecatedCanBeListed() {
    assertThat(VolumeKind.types())
        .containsExactly(
            "DSDSocketDirectory",
            "APMSocketDirectory",
            "DSDSocket",
            "APMSocket",
            "DSDStreamSocket",
            "DatadogLibrary",
            "DatadogSharedLibrary",
            "DatadogInjectorPreload",
            "NodeDirectory");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AskedTest {
  private static final AgentSockets AGENT =
      new AgentSockets(
          Path.of("/run/dsd/dsd.socket"), Path.of("/run/apm/apm.socket"), Path.of("/run/dsd/st"));

  @ParameterizedTest
  @CsvSource({
    "socket, /run/dsd/dsd.socket, DSD_SOCKET",
    "socket, /run/apm/apm.socket, APM_SOCKET",
    "local,  /run/dsd,            DSD_SOCKET_DIRECTORY",
    "local,  /run/apm,            APM_SOCKET_DIRECTORY",
  })
  void theOlderModesNameThePathThemselves(String mode, String path, VolumeKind kind) {
    assertThat(read(Map.of("mode", mode, "path", path))).isEqualTo(new Asked.Known(kind, mode));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/run/dsd", "/run/dsd/dsd.socket/", "/run/./dsd/dsd.socket", "/run/dsd/st"})
  void aPathThatIsNotExactlyAPermittedOneIsRefused(String path) {
    assertThat(read(Map.of("mode", "socket", "path", path)))
        .isEqualTo(
            new Asked.Unfit(
                new Problem.PathNotPermitted(
                    path, List.of("/run/dsd/dsd.socket", "/run/apm/apm.socket")),
                "socket"));
  }

  @Test
  void aModeWithoutAPathIsRefused() {
    assertThat(read(Map.of("mode", "local")))
        .isEqualTo(
            new Asked.Unfit(
                new Problem.PathNotPermitted("", List.of("/run/dsd", "/run/apm")), "local"));
  }

  @Test
  void aTypeEvenIfEmptyStandsAboveTheMode() {
    assertThat(read(Map.of("type", "", "mode", "socket", "path", "/run/dsd/dsd.socket")))
        .isEqualTo(new Asked.Unfit(new Problem.UnknownType(""), "unsupported"));
  }

  @Test
  void whatAPodWritesNeverBecomesALabel() {
    assertThat(read(Map.of("type", "x1")).label()).isEqualTo("unsupported");
    assertThat(read(Map.of("mode", "x2")).label()).isEqualTo("unsupported");
    assertThat(read(Map.of()).label()).isEqualTo("unsupported");
  }

  @Test
  void olderSpellingsAreKnownAsSuch() {
    assertThat(known(Map.of("type", "DatadogSocketsDirectory")).isDeprecated()).isTrue();
    assertThat(known(Map.of("mode", "local", "path", "/run/dsd")).isDeprecated()).isTrue();
    assertThat(known(Map.of("type", "DSDStreamSocket")).isDeprecated()).isFalse();
  }

  private static Asked read(Map<String, String> attributes) {
    return Asked.read(attributes, AGENT);
  }

  private static Asked.Known known(Map<String, String> attributes) {
    return (Asked.Known) read(attributes);
  }
}

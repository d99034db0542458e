// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PartsTest {
  @TempDir Path folder;

  @Test
  void theFolderOfThePartsWinsOverThePath() throws Exception {
    Path ours = program("parts");
    Path others = program("bin");

    var environment =
        Map.of("EKSBRIDGE_PARTS", "" + ours.getParent(), "PATH", "" + others.getParent());

    assertThat(Parts.find("etcd", environment)).contains(ours);
  }

  @Test
  void whatIsNotInTheFolderIsLookedForOnThePath() throws Exception {
    Path others = program("bin");

    var environment = Map.of("EKSBRIDGE_PARTS", "/none", "PATH", "/none:" + others.getParent());

    assertThat(Parts.find("etcd", environment)).contains(others);
  }

  @Test
  void theCacheIsWhereInstallPutsIt() throws Exception {
    Path cached = program("cache/eksbridge/parts");

    assertThat(Parts.find("etcd", Map.of("XDG_CACHE_HOME", folder.resolve("cache").toString())))
        .contains(cached);
  }

  @Test
  void anAbsentPartIsNamedWithTheWayToGetIt() {
    assertThatThrownBy(() -> Parts.require("no-such-part"))
        .isInstanceOf(AbsentPart.class)
        .hasMessage("no-such-part is not installed: run e2e/parts/install");
  }

  private Path program(String where) throws IOException {
    Path program = Files.createDirectories(folder.resolve(where)).resolve("etcd");
    Files.writeString(program, "");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return program;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigurationMarkTest {
  @TempDir Path folder;

  @Test
  void itIsThatOfTheSettingsWhereverTheFileOfTheProfilesLies() throws IOException {
    String one = profiles("one", "[{name: a}]");
    String same = profiles("same", "[{name: a}]");

    assertThat(PolicyOf.mark(one).text()).matches("[0-9a-f]{12}");
    assertThat(PolicyOf.mark(one)).isEqualTo(PolicyOf.mark(same));
  }

  @Test
  void itIsAnotherForEachOtherSetting() throws IOException {
    assertThat(
            List.of(
                PolicyOf.mark(),
                PolicyOf.mark(profiles("one", "[{name: a}]")),
                PolicyOf.mark(profiles("other", "[{name: b}]")),
                PolicyOf.mark("--cpu=300m"),
                PolicyOf.mark("--form=native"),
                PolicyOf.mark("--cluster-agent-ip=10.0.0.1"),
                PolicyOf.mark("--mixed-workloads")))
        .doesNotHaveDuplicates();
  }

  private String profiles(String name, String text) throws IOException {
    return "--profiles=" + Files.writeString(folder.resolve(name + ".yaml"), text);
  }
}

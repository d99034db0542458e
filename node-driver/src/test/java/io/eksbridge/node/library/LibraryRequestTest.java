// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LibraryRequestTest {
  private static final Map<String, String> GOOD =
      Map.of(
          "dd.csi.datadog.com/library.package", "dd-lib-java-init",
          "dd.csi.datadog.com/library.registry", "gcr.io/datadoghq",
          "dd.csi.datadog.com/library.version", "v1.14.1");

  @Test
  void theThreeAttributesOfTheOfficialDriverAreEnough() {
    assertThat(read(GOOD, LibraryForm.AS_IT_IS, true))
        .isEqualTo(
            new LibraryRequest(
                new ImageReference(
                    "gcr.io",
                    "datadoghq/dd-lib-java-init",
                    Optional.of("v1.14.1"),
                    Optional.empty()),
                LibraryForm.AS_IT_IS,
                false,
                Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "apm-inject, opt/datadog-packages/datadog-apm-inject",
    "dd-lib-java-init, datadog-init/package",
    "apm-inject-2, datadog-init/package"
  })
  void thePackageDecidesWhichFolderIsMounted(String name, String folder) {
    assertThat(((LibraryRequest) read(with("package", name), LibraryForm.AS_IT_IS, true)).folder())
        .isEqualTo(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"package", "registry", "version"})
  void anAttributeThatIsMissingIsNamed(String name) {
    assertThat(read(with(name, ""), LibraryForm.AS_IT_IS, true))
        .asString()
        .contains("library." + name + "\"] must be given");
  }

  @ParameterizedTest
  @ValueSource(strings = {"writable", "fail-open"})
  void aFlagIsTrueOrFalse(String name) {
    assertThat(read(with(name, "yes"), LibraryForm.AS_IT_IS, true))
        .asString()
        .contains("library." + name);
  }

  @ParameterizedTest
  @CsvSource({
    "AS_IT_IS, false, false, read-only",
    "AS_IT_IS, true, true, readOnly must not be true",
    "SHARED, true, false, DatadogLibrary",
    "SHARED, false, false, read-only"
  })
  void aVolumeSaysItIsReadOnlyUnlessItIsWritable(
      LibraryForm form, boolean writable, boolean readonly, String words) {
    assertThat(read(with("writable", Boolean.toString(writable)), form, readonly))
        .asString()
        .contains(words);
  }

  @ParameterizedTest
  @CsvSource({"AS_IT_IS, 0755", "SHARED, 0500"})
  void noFileIsEverRunAsAnotherUser(LibraryForm form, String mode) {
    assertThat(form.file(06755)).isEqualTo(Integer.parseInt(mode, 8));
    assertThat(form.folder(01777)).isEqualTo(0777);
  }

  private static Map<String, String> with(String name, String value) {
    var attributes = new HashMap<>(GOOD);
    attributes.put("dd.csi.datadog.com/library." + name, value);
    return attributes;
  }

  private static Object read(Map<String, String> attributes, LibraryForm form, boolean readonly) {
    return switch (LibraryRequest.read(attributes, form, readonly)) {
      case LibraryRequest.Reading.Asked(var request) -> request;
      case LibraryRequest.Reading.Unfit(var why) -> why.words();
    };
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.library;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ImageReferenceTest {
  private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

  @ParameterizedTest
  @CsvSource({
    "gcr.io/datadoghq, dd-lib-java-init, v1.14.1, gcr.io/datadoghq/dd-lib-java-init:v1.14.1",
    "public.ecr.aws/datadog, apm-inject, 0.55.0, public.ecr.aws/datadog/apm-inject:0.55.0",
    "10.0.0.5:5000/datadog, apm-inject, D, 10.0.0.5:5000/datadog/apm-inject@D",
    "gcr.io/datadoghq, dd-lib-js-init, v5@D, gcr.io/datadoghq/dd-lib-js-init:v5@D",
    "registry.datadoghq.com, apm-inject, latest, registry.datadoghq.com/apm-inject:latest",
    "localhost:5000, a__b.c--d, _x, localhost:5000/a__b.c--d:_x",
    "[fd00::1]:5000/x, y, 1, '[fd00::1]:5000/x/y:1'"
  })
  void threeAttributesNameAnImage(String registry, String name, String version, String text) {
    assertThat(read(registry, name, version.replace("D", DIGEST)))
        .isEqualTo(text.replace("D", DIGEST));
  }

  @ParameterizedTest
  @CsvSource({
    "'', p, 1, registry",
    "datadoghq, p, 1, registry",
    "gcr.io/, p, 1, registry",
    "gcr.io/a//b, p, 1, registry",
    "gcr.io/../a, p, 1, registry",
    "gcr.io/a?x=y, p, 1, registry",
    "http://gcr.io/a, p, 1, registry",
    "user@gcr.io/a, p, 1, registry",
    "gcr.io:port/a, p, 1, registry",
    "GCR.io/a, p, 1, registry",
    "gcr.io/a%2fb, p, 1, registry",
    "gcr.io/a, ../p, 1, package",
    "gcr.io/a, p/q, 1, package",
    "gcr.io/a, P, 1, package",
    "gcr.io/a, p:1, 1, package",
    "gcr.io/a, p, '', version",
    "gcr.io/a, p, ../1, version",
    "gcr.io/a, p, sha256:abc, version",
    "gcr.io/a, p, 1@, version",
    "gcr.io/a, p, 1@sha512:00, version",
    "gcr.io/a, p, .1, version"
  })
  void whatCouldLeadElsewhereIsRefusedByTheNameOfItsAttribute(
      String registry, String name, String version, String attribute) {
    assertThat(read(registry, name, version)).contains("library." + attribute);
  }

  @ParameterizedTest
  @CsvSource({
    "gcr.io/datadoghq/dd-lib-java-init:v1",
    "localhost:5000/apm-inject:0.55.0",
    "gcr.io/datadoghq/dd-lib-java-init@D",
    "gcr.io/datadoghq/dd-lib-java-init:v1@D"
  })
  void oneTextNamesAnImageToo(String text) {
    String whole = text.replace("D", DIGEST);

    assertThat(told(ImageReference.parse(whole))).isEqualTo(whole);
  }

  @ParameterizedTest
  @CsvSource({"gcr.io", "gcr.io/a/b", "a:1", "b@D"})
  void aTextWithoutRegistryPackageAndVersionIsRefused(String text) {
    assertThat(told(ImageReference.parse(text.replace("D", DIGEST)))).contains("must be");
  }

  private static String read(String registry, String name, String version) {
    return told(ImageReference.read(registry, name, version));
  }

  private static String told(ImageReference.Reading reading) {
    return switch (reading) {
      case ImageReference.Reading.Named(var image) -> image.text();
      case ImageReference.Reading.Unfit(var why) -> why.words();
    };
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.library;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AllowListTest {
  @ParameterizedTest
  @CsvSource({
    "gcr.io/datadoghq, true",
    "eu.gcr.io/datadoghq, true",
    "asia.gcr.io/datadoghq, true",
    "public.ecr.aws/datadog, true",
    "docker.io/datadog, true",
    "datadoghq.azurecr.io, true",
    "registry.datadoghq.com, true",
    "us-docker.pkg.dev/datadoghq/gcr.io, true",
    "europe-docker.pkg.dev/datadoghq/eu.gcr.io, true",
    "asia-docker.pkg.dev/datadoghq/asia.gcr.io, true",
    "us-docker.pkg.dev/datadoghq/other, false",
    "us-docker.pkg.dev/other/gcr.io, false",
    "docker.io/datadoghq, false",
    "gcr.io/datadoghq/deeper, true",
    "gcr.io/datadoghq-not, false",
    "gcr.io, false",
    "gcr.io:8443/datadoghq, false",
    "evil.example/datadoghq, false",
    "public.ecr.aws/datadoghq, false"
  })
  void datadogsOwnRegistriesAreAllowedAndNoOthers(String registry, boolean allowed) {
    assertThat(AllowList.parse(AllowList.DATADOG).objection(image(registry)).isEmpty())
        .isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "'a.example/x b.example,c.example', b.example/any, true",
    "'a.example/x b.example,c.example', a.example/y, false",
    "'*', localhost:1/a, true",
    "'', gcr.io/datadoghq, false"
  })
  void entriesAreSeparatedByCommasOrBlanks(String list, String registry, boolean allowed) {
    assertThat(AllowList.parse(list).objection(image(registry)).isEmpty()).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({"gcr.io/, gcr.io/", "datadoghq, datadoghq", "https://gcr.io, https://gcr.io"})
  void anEntryThatCouldAllowNothingIsFound(String list, String unfit) {
    assertThat(AllowList.parse("a.example " + list).unfit()).hasValue(unfit);
    assertThat(AllowList.parse(AllowList.DATADOG + ",*").unfit()).isEmpty();
  }

  private static ImageReference image(String registry) {
    return switch (ImageReference.read(registry, "apm-inject", "1")) {
      case ImageReference.Reading.Named(var image) -> image;
      case ImageReference.Reading.Unfit(var why) -> throw new AssertionError(why);
    };
  }
}

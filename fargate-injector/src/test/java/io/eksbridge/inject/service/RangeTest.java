// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RangeTest {
  @ParameterizedTest
  @CsvSource({
    "172.20.0.0/16, 172.20.0.1 to 172.20.1.0",
    "10.100.0.0/16, 10.100.0.1 to 10.100.1.0",
    "10.0.0.0/24, 10.0.0.1 to 10.0.0.16",
    "10.0.0.0/20, 10.0.0.1 to 10.0.1.0",
    "10.0.0.0/22, 10.0.0.1 to 10.0.0.64",
    "10.0.0.0/12, 10.0.0.1 to 10.0.1.0",
    "10.0.0.0/28, 10.0.0.1 to 10.0.0.16",
    "10.0.0.0/29, none",
    "fd12:3456::/108, fd12:3456::1 to fd12:3456::100",
    "fd12:3456::/64, fd12:3456::1 to fd12:3456::100"
  })
  void theStaticBandIsASixteenthButAtLeastSixteenAndAtMost256(String range, String band) {
    assertThat(of(range).bandText()).isEqualTo(band);
  }

  @ParameterizedTest
  @CsvSource({
    "172.20.0.0/16, 172.20.0.255, true",
    "172.20.0.0/16, 172.20.1.0, true",
    "172.20.0.0/16, 172.20.1.1, false",
    "172.20.0.0/16, 172.20.177.177, false",
    "172.20.0.0/16, 172.20.0.0, false",
    "172.20.0.0/16, 172.21.0.1, false",
    "fd12::/108, fd12::ff, true",
    "fd12::/108, fd12::1:1, false",
    "172.20.0.0/16, fd12::ff, false"
  })
  void anAddressIsOfTheBandOrNot(String range, String address, boolean is) {
    assertThat(of(range).isStatic(InetAddress.ofLiteral(address))).isEqualTo(is);
  }

  @Test
  void candidatesComeFromTheEndOfTheBandAndAreNeverTheDnsServersOwn() {
    assertThat(of("172.20.0.0/16").candidates(3))
        .containsExactly("172.20.0.255", "172.20.0.254", "172.20.0.253");
    assertThat(of("fd12:3456::/108").candidates(2))
        .containsExactly("fd12:3456::ff", "fd12:3456::fe");
    assertThat(of("10.0.0.0/24").candidates(50))
        .hasSize(13)
        .contains("10.0.0.15", "10.0.0.2")
        .doesNotContain("10.0.0.10", "10.0.0.1", "10.0.0.16");
    assertThat(of("10.0.0.0/29").candidates(50)).isEmpty();
  }

  @Test
  void aRangeHoldsItsAddressesHoweverItIsWritten() {
    assertThat(of("172.20.7.7/16").holds(InetAddress.ofLiteral("172.20.255.1"))).isTrue();
    assertThat(of("172.20.0.0/16").holds(InetAddress.ofLiteral("172.21.0.1"))).isFalse();
    assertThat(of("fd12::/108").holds(InetAddress.ofLiteral("fd12:0::f:1"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10.0.0.0", "10.0.0.0/33", "10.0.0/8", "x/8", "fd12::/129", "1/2/3"})
  void whatIsNoRangeIsNone(String text) {
    assertThat(Range.of(text)).isEmpty();
  }

  @Test
  void oneAddressIsTheSameInTwoSpellings() {
    assertThat(Range.same("fd12::1", "fd12:0:0:0::1")).isTrue();
    assertThat(Range.same("10.0.0.1", "10.0.0.2")).isFalse();
    assertThat(Range.same("", "10.0.0.2")).isFalse();
    assertThat(Range.same("", "")).isTrue();
  }

  private static Range of(String text) {
    return Range.of(text).orElseThrow();
  }
}

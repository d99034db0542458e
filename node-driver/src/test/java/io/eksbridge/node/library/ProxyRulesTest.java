// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.node.library.HttpProxy.Login;
import io.eksbridge.node.library.ProxyRules.Route;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProxyRulesTest {
  private static final Route DIRECT = new Route.Direct();

  @Test
  void withoutTheVariablesNobodyIsAskedThroughAProxy() {
    ProxyRules rules = ProxyRules.of(Map.of("HTTPS_PROXY", " ", "NO_PROXY", "gcr.io"));

    assertThat(rules.to(true, "gcr.io", -1)).isEqualTo(DIRECT);
    assertThat(rules.to(false, "gcr.io", -1)).isEqualTo(DIRECT);
  }

  @Test
  void registriesWithTlsHaveOneVariableAndThoseWithoutHaveTheOther() {
    ProxyRules rules =
        ProxyRules.of(Map.of("HTTPS_PROXY", "http://a:3128", "HTTP_PROXY", "http://b:3128"));

    assertThat(rules.to(true, "gcr.io", -1)).isEqualTo(through("HTTPS_PROXY", "a", 3128));
    assertThat(rules.to(false, "mirror.test", 5000)).isEqualTo(through("HTTP_PROXY", "b", 3128));
  }

  @Test
  void aVariableMayBeWrittenSmallAndItsCapitalsCountMore() {
    assertThat(ProxyRules.of(Map.of("https_proxy", "small:1")).https())
        .isEqualTo(through("HTTPS_PROXY", "small", 1));
    assertThat(ProxyRules.of(Map.of("https_proxy", "small:1", "HTTPS_PROXY", "large:1")).https())
        .isEqualTo(through("HTTPS_PROXY", "large", 1));
  }

  @ParameterizedTest
  @CsvSource({
    "proxy.test, proxy.test, 80",
    "proxy.test:3128, proxy.test, 3128",
    "http://proxy.test/, proxy.test, 80",
    "HTTP://10.0.0.1:8080, 10.0.0.1, 8080",
    "http://[fd00::1]:8080, fd00::1, 8080",
  })
  void aProxyIsItsHostAndMayHaveMore(String value, String host, int port) {
    assertThat(ProxyRules.of(Map.of("HTTPS_PROXY", value)).https())
        .isEqualTo(through("HTTPS_PROXY", host, port));
  }

  @ParameterizedTest
  @CsvSource({
    "http://user:word@p:1, user, word",
    "http://user@p:1, user, ''",
    "user:w:rd@p:1, user, w:rd",
    "http://us%40er:w%2Frd+%25@p:1, us@er, w/rd+%",
  })
  void aProxyMayBeToldWhoAsks(String value, String user, String password) {
    assertThat(ProxyRules.of(Map.of("HTTPS_PROXY", value)).https())
        .isEqualTo(
            new Route.Through(
                new HttpProxy("HTTPS_PROXY", "p", 1, Optional.of(new Login(user, password)))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://user:secret@proxy.test:3128",
        "socks5://user:secret@proxy.test:1080",
        "http://user:secret@proxy.test:3128/path",
        "http://user:secret@proxy.test:3128?query",
        "http://user:secret%@proxy.test:3128",
        "http://user:secret@",
        "user:secret@proxy test"
      })
  void whatCannotBeUsedIsNamedByItsVariableAndNotShown(String value) {
    assertThat(ProxyRules.of(Map.of("HTTPS_PROXY", value)).to(true, "gcr.io", -1))
        .isInstanceOfSatisfying(
            Route.Unfit.class,
            unfit ->
                assertThat(unfit.why())
                    .startsWith("HTTPS_PROXY must be http://[user:password@]host[:port]")
                    .doesNotContain("secret"));
  }

  @Test
  void noProxyIsPrintedWithItsPassword() {
    assertThat(ProxyRules.of(Map.of("HTTPS_PROXY", "http://user:secret@p:1")).toString())
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*                       | gcr.io",
        "gcr.io                  | gcr.io",
        "GCR.io                  | gcr.IO",
        "gcr.io                  | eu.gcr.io",
        "other.test, gcr.io      | gcr.io",
        ".gcr.io                 | eu.gcr.io",
        "*.gcr.io                | eu.gcr.io",
        "gcr.io:443              | gcr.io",
        "10.1.2.3                | 10.1.2.3",
        "10.1.2.3:443            | 10.1.2.3",
        "10.0.0.0/8              | 10.1.2.3",
        "10.1.2.3/32             | 10.1.2.3",
        "0.0.0.0/0               | 10.1.2.3",
        "fd00::/8                | [fd12::3]",
        "fd12::3                 | [fd12:0::3]",
        "[fd12::3]:443           | [fd12::3]",
        "nobody                  | localhost",
        "nobody                  | 127.0.0.9",
        "nobody                  | [::1]",
      })
  void whomNoProxyNamesIsAskedDirectly(String noProxy, String host) {
    assertThat(rules(noProxy).to(true, host, -1)).isEqualTo(DIRECT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "other.test              | gcr.io",
        "cr.io                   | gcr.io",
        ".gcr.io                 | gcr.io",
        "*.gcr.io                | gcr.io",
        "gcr.io:5000             | gcr.io",
        "10.1.2.4                | 10.1.2.3",
        "10.1.2.3:80             | 10.1.2.3",
        "10.0.0.0/16             | 10.1.2.3",
        "10.0.0.0/x              | 10.1.2.3",
        "host/8                  | 10.1.2.3",
        "10.0.0.0/8              | ten.test",
        "10.0.0.0/8              | [fd12::3]",
        "fd00::/8                | [fe12::3]",
      })
  void othersAreAskedThroughTheProxy(String noProxy, String host) {
    assertThat(rules(noProxy).to(true, host, -1)).isEqualTo(through("HTTPS_PROXY", "p", 1));
  }

  private static ProxyRules rules(String noProxy) {
    return ProxyRules.of(Map.of("HTTPS_PROXY", "p:1", "no_proxy", noProxy));
  }

  private static Route through(String variable, String host, int port) {
    return new Route.Through(new HttpProxy(variable, host, port, Optional.empty()));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.library;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// Which registries are asked through a proxy: what the variables `HTTPS_PROXY`, `HTTP_PROXY` and
/// `NO_PROXY` say, in capitals or not, read as Go's `golang.org/x/net/http/httpproxy` reads them,
/// and so the official driver and containerd.
///
/// @param https what `HTTPS_PROXY` says
/// @param http what `HTTP_PROXY` says, for registries without TLS
/// @param exceptions whom `NO_PROXY` names
public record ProxyRules(Route https, Route http, NoProxy exceptions) {
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  /// How a host is asked.
  public sealed interface Route {
    /// By itself.
    record Direct() implements Route {}

    /// By that proxy.
    record Through(HttpProxy proxy) implements Route {}

    /// Not at all: what is wrong with the variable, in words that do not show it.
    record Unfit(String why) implements Route {}
  }

  /// What the variables of the process say.
  public static ProxyRules of(Map<String, String> environment) {
    return new ProxyRules(
        route("HTTPS_PROXY", environment),
        route("HTTP_PROXY", environment),
        NoProxy.parse(value("NO_PROXY", environment)));
  }

  private static Route route(String variable, Map<String, String> environment) {
    String value = value(variable, environment);
    return value.isEmpty()
        ? new Route.Direct()
        : HttpProxy.parse(variable, value)
            .<Route>map(Route.Through::new)
            .orElseGet(
                () ->
                    new Route.Unfit(
                        variable
                            + " must be http://[user:password@]host[:port]; proxies over TLS and"
                            + " SOCKS are not used: see extraEnv in the chart"));
  }

  private static String value(String name, Map<String, String> environment) {
    return Stream.of(name, name.toLowerCase(Locale.ROOT))
        .map(environment::get)
        .filter(Objects::nonNull)
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  /// How that host is asked.
  ///
  /// @param port negative for the usual one
  public Route to(boolean tls, String host, int port) {
    int usual = tls ? HTTPS_PORT : HTTP_PORT;
    Route route = tls ? https : http;
    return !(route instanceof Route.Direct) && exceptions.covers(host, port < 0 ? usual : port)
        ? new Route.Direct()
        : route;
  }
}

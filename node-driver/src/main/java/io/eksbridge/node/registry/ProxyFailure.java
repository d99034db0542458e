// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.registry;

import io.eksbridge.node.library.HttpProxy;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A request that came to no answer of whom it was for, by way of a proxy.
final class ProxyFailure extends IOException {
  private static final Pattern STATUS = // in what HttpURLConnection says of a refused tunnel
      Pattern.compile("Unable to tunnel.*\"HTTP/1\\.[01] ([0-9]{3})\\b.*");

  ProxyFailure(HttpProxy proxy, IOException cause) {
    this(proxy, what(cause), cause);
  }

  ProxyFailure(HttpProxy proxy, int status) {
    this(proxy, words(status), null);
  }

  private ProxyFailure(HttpProxy proxy, String what, @Nullable IOException cause) {
    super("through the proxy %s of %s: %s".formatted(proxy.place(), proxy.variable(), what), cause);
  }

  private static String what(IOException cause) {
    Matcher refused = STATUS.matcher(String.valueOf(cause.getMessage()));
    return refused.matches()
        ? words(Integer.parseInt(refused.group(1)))
        : cause.getClass().getSimpleName();
  }

  private static String words(int status) {
    return switch (status) {
      case HttpURLConnection.HTTP_UNAUTHORIZED, // tinyproxy says so
          HttpURLConnection.HTTP_PROXY_AUTH ->
          "it answers " + status + ", and wants another name and password";
      default -> "it answers " + status;
    };
  }
}

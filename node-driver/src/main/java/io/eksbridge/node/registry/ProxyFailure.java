// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.registry;

import io.eksbridge.node.library.HttpProxy;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A request that came to no answer of whom it was for, by way of a proxy.
final class ProxyFailure extends IOException {
  private static final Pattern STATUS = // in what HttpURLConnection says of a refused tunnel
      Pattern.compile("Unable to tunnel.*\"HTTP/1\\.[01] ([0-9]{3})\\b.*");

  ProxyFailure(HttpProxy proxy, IOException cause) {
    super(words(proxy, status(cause), cause), cause);
  }

  ProxyFailure(HttpProxy proxy, int status) {
    super(words(proxy, Optional.of(status), new IOException()));
  }

  private static Optional<Integer> status(IOException cause) {
    Matcher told = STATUS.matcher(String.valueOf(cause.getMessage()));
    return told.matches() ? Optional.of(Integer.valueOf(told.group(1))) : Optional.empty();
  }

  private static String words(HttpProxy proxy, Optional<Integer> status, IOException cause) {
    return "through the proxy %s of %s: %s"
        .formatted(
            proxy.place(),
            proxy.variable(),
            status.map(ProxyFailure::words).orElseGet(() -> cause.getClass().getSimpleName()));
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

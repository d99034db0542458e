// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.registry;

import io.eksbridge.node.library.HttpProxy;
import io.eksbridge.node.library.HttpProxy.Login;
import java.io.IOException;
import java.lang.ScopedValue.CallableOp;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Tells a proxy who asks, once for each request: the JDK would tell one that does not take it
/// twenty times.
final class ProxyLogin extends Authenticator {
  private static final ScopedValue<AtomicReference<@Nullable Login>> UNTOLD =
      ScopedValue.newInstance();

  /// Makes a request through that proxy.
  int through(HttpProxy proxy, CallableOp<Integer, IOException> request) throws IOException {
    var login = new AtomicReference<@Nullable Login>(proxy.login().orElse(null));
    return ScopedValue.where(UNTOLD, login).call(request);
  }

  @Override
  protected @Nullable PasswordAuthentication getPasswordAuthentication() {
    if (getRequestorType() != RequestorType.PROXY || !UNTOLD.isBound()) {
      return null; // a registry is told in headers of our own
    }
    Login login = UNTOLD.get().getAndSet(null);
    return login == null
        ? null
        : new PasswordAuthentication(login.user(), login.password().toCharArray());
  }
}

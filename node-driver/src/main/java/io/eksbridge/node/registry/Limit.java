// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/// By when an answer must be there. A registry that sends a byte now and then never keeps a single
/// read waiting for long.
record Limit(Instant end) {
  /// What gives a connection's answer its status.
  interface Exchange {
    int status() throws IOException;
  }

  /// An answer that is not there in time.
  static final class Passed extends IOException {
    Passed() {
      super("too slow");
    }
  }

  static Limit in(Duration time) {
    return new Limit(Instant.now().plus(time));
  }

  /// The status, unless the connection has to be cut before it is there.
  int status(HttpURLConnection connection, Exchange exchange) throws IOException {
    var passed = new AtomicBoolean();
    Thread alarm = Thread.ofVirtual().name("registry-limit").start(() -> cut(connection, passed));
    try {
      int status = exchange.status();
      if (!passed.get()) { // the JDK tells a status of headers that were cut, too
        return status;
      }
    } catch (IOException | RuntimeException failure) {
      if (!passed.get()) {
        throw failure;
      }
    } finally {
      alarm.interrupt();
    }
    throw new Passed();
  }

  private void cut(HttpURLConnection connection, AtomicBoolean passed) {
    try {
      Thread.sleep(Duration.between(Instant.now(), end));
      passed.set(true);
      connection.disconnect();
    } catch (InterruptedException _) {
      // it answered
    }
  }

  /// The same body, that can be read until then.
  InputStream on(InputStream body) {
    return new FilterInputStream(body) {
      @Override
      public int read() throws IOException {
        int read = super.read();
        check();
        return read;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        check();
        return read;
      }
    };
  }

  private void check() throws Passed {
    if (!Instant.now().isBefore(end)) {
      throw new Passed();
    }
  }
}

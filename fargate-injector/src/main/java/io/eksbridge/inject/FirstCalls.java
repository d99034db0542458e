// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.EventType;

/// What the JDK sets up when it is first needed, and the first calls would wait for.
final class FirstCalls {
  private FirstCalls() {}

  /// Has it set up.
  static void load() {
    try {
      // The multiples of the curve's base point, for the first signature: 70 ms in bytecode.
      KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
      keys.initialize(new ECGenParameterSpec("secp256r1"));
      var _ = keys.generateKeyPair();
    } catch (GeneralSecurityException unusual) {
      return; // whoever needs a key will say so
    }
    // The Flight Recorder's list of events, to which Micronaut adds its own at the first request.
    var _ = EventType.getEventType(Nothing.class);
  }

  @Enabled(false)
  private static final class Nothing extends Event {}
}

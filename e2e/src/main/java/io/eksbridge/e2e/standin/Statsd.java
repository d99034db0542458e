// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.standin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Both ends of a DogStatsD socket.
final class Statsd {
  private Statsd() {}

  /// The Agent of a node: makes the socket anew, for everybody, and prints what comes.
  static void print(Path path) throws IOException {
    Files.deleteIfExists(path);
    var socket = new Datagrams();
    socket.bind(path);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx-w--w-"));
    StandIn.say("listening");
    while (true) {
      StandIn.say("received " + socket.receive());
    }
  }

  /// An application: sends the same packet again and again, and says whether it went.
  ///
  /// @param address a path, or as `DD_DOGSTATSD_URL` has it
  static void send(String address, String packet) throws IOException, InterruptedException {
    Path path = Path.of(address.replaceFirst("^unix://", ""));
    var socket = new Datagrams();
    while (true) {
      try {
        socket.send(path, packet);
        StandIn.say("sent");
      } catch (IOException refused) {
        StandIn.say("not sent");
      }
      StandIn.pause();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/// The management port of a token-sync that runs as a process of its own.
final class Management {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private Management() {}

  /// Its status and what it says, `200 ...`; empty while nobody answers there.
  static String ask(int port, String path) {
    try {
      HttpResponse<String> answer =
          CLIENT.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
              HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() + " " + answer.body();
    } catch (IOException notYet) {
      return "";
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}

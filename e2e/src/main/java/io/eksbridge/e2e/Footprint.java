// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e;

import io.eksbridge.e2e.api.EmbeddedApi;
import io.eksbridge.e2e.speed.Memory;
import io.eksbridge.parts.Child;
import io.eksbridge.parts.Folders;
import io.eksbridge.parts.Patience;
import io.eksbridge.parts.Service;
import io.eksbridge.parts.ServiceFlags;
import io.eksbridge.parts.ServingPair;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Measures each service from its layout: the milliseconds from its start to its first answer, the
/// median of five, and its memory when it is idle. `java -cp e2e/target/e2e.jar
/// io.eksbridge.e2e.Footprint`.
final class Footprint {
  private static final int RUNS = 5;
  private static final long IDLE_SECONDS = 5;

  private Footprint() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Folders.scratch("footprint-");
    System.out.println("| service | start to first answer, median of 5 | RSS | PSS | anonymous |");
    System.out.println("|---|---|---|---|---|");
    try (EmbeddedApi api = EmbeddedApi.start(folder)) {
      ServingPair pair = ServingPair.make(folder);
      for (String name : List.of("node-driver", "fargate-injector", "token-sync")) {
        row(name, folder, api, pair);
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private static void row(String name, Path folder, EmbeddedApi api, ServingPair pair)
      throws IOException, InterruptedException {
    var millis = new ArrayList<Long>();
    Memory memory = new Memory(0, 0, 0);
    for (int run = 0; run < RUNS; run++) {
      int port = Child.freePort();
      String[] flags = ServiceFlags.of(name, folder, api, pair, port);
      long start = System.nanoTime();
      try (Service service = Service.start(name, folder, port, flags)) {
        if (!Patience.until(() -> service.status("/health/liveness") == 200)) {
          throw new IOException(name + " does not answer: " + service.process().log());
        }
        millis.add((System.nanoTime() - start) / 1_000_000);
        if (run == RUNS - 1) {
          TimeUnit.SECONDS.sleep(IDLE_SECONDS); // what is measured is the idle process
          memory = Memory.of(service.process().pid());
        }
      }
    }
    millis.sort(null);
    System.out.printf("| %s | %d ms | %s |%n", name, millis.get(RUNS / 2), memory.cells());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e;

import io.eksbridge.e2e.access.AllMissed;
import io.eksbridge.e2e.access.Churn;
import io.eksbridge.e2e.access.Spent;
import java.time.Duration;

/// Measures the access to kubelets on a real API server: 5,000 pods of 500 ServiceAccounts start
/// and end within a minute, while two controllers are killed twenty times. `java -cp
/// e2e/target/e2e.jar io.eksbridge.e2e.AccessChurn [pods accounts kills seconds]`. With `missed`
/// instead, the memory that it takes where all these pods run without an Agent.
final class AccessChurn {
  private static final Churn USUAL = new Churn(5_000, 500, 20, Duration.ofSeconds(26));
  private static final int NUMBERS = 4;

  private AccessChurn() {}

  public static void main(String[] arguments) throws Exception {
    System.setProperty("logback.configurationFile", "demo-log.xml");
    System.out.println("| what | measured | bar |");
    System.out.println("|---|---|---|");
    if (arguments.length == 1 && arguments[0].equals("missed")) {
      missed(new AllMissed(USUAL.pods(), USUAL.accounts()).play());
    } else {
      churn(churn(arguments).play());
    }
  }

  private static void missed(AllMissed.Result result) {
    row("pods counted as missed", Long.toString(result.missed()), Integer.toString(USUAL.pods()));
    row("memory (RSS) of the larger controller", result.found() + " MiB", "160 MiB");
    row("the same half a minute later", result.later() + " MiB", "160 MiB");
  }

  private static void churn(Churn.Result result) {
    String events = result.events() + " pods started or ended";
    row(events, result.started().plus(result.ended()).text(), "60 s");
    row("started, ended", seconds(result.started()) + ", " + seconds(result.ended()), "");
    row("the same without controllers, as fast as it goes", result.bare().text(), "");
    row(
        "writes to roles and bindings",
        "%d, %.2f each".formatted(result.writes(), (double) result.writes() / result.events()),
        "");
    row("exact after the last start", "%.2f s".formatted(result.afterStarts()), "2 s");
    row("exact after the last end", "%.2f s".formatted(result.afterEnds()), "2 s");
    row("controllers killed", Integer.toString(result.kills()), "20");
    row(
        "access reviews, and those with another answer than expected",
        result.reviews() + ", " + result.wrong().size(),
        "0");
    row("roles and bindings left in the end", Integer.toString(result.left()), "0");
    row("memory (RSS) of the larger controller with all pods", result.memory() + " MiB", "160 MiB");
    result.wrong().stream().limit(10).forEach(System.out::println);
  }

  private static String seconds(Spent spent) {
    return "%.1f s".formatted(spent.clock());
  }

  private static Churn churn(String... numbers) {
    if (numbers.length != NUMBERS) {
      return USUAL;
    }
    return new Churn(
        Integer.parseInt(numbers[0]),
        Integer.parseInt(numbers[1]),
        Integer.parseInt(numbers[2]),
        Duration.ofSeconds(Integer.parseInt(numbers[3])));
  }

  private static void row(String what, String measured, String bar) {
    System.out.println("| " + what + " | " + measured + " | " + bar + " |");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node;

import io.eksbridge.node.api.ApiServer;
import io.eksbridge.node.api.Holder;
import io.eksbridge.node.api.PodPage;
import io.eksbridge.node.api.ServiceAccount;
import io.eksbridge.startup.ExitCode;
import io.eksbridge.startup.Refusal;
import io.eksbridge.startup.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Tells whether the driver may go: a volume can only be taken down by its driver.
@Command(
    name = "volumes",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Lists the pods that hold volumes of the driver, one line each: namespace/name, node, volumes.",
      "Ends with 0 when there are none, with 1 when there are some or nobody can tell."
    },
    footer = {
      "",
      "A flag --some-flag may also be set by the variable DD_SOME_FLAG or NODE_DRIVER_SOME_FLAG."
    })
final class VolumesCommand implements Callable<Integer> {
  private static final int TRIES = 5;
  private static final Duration PAUSE = Duration.ofSeconds(2);

  @Spec CommandSpec command;

  @Option(
      names = "--driver-name",
      paramLabel = "<name>",
      defaultValue = Names.DRIVER,
      description = "Name in the pods' volumes. Default: ${DEFAULT-VALUE}")
  String driverName;

  @Mixin AccountOptions account;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = command.commandLine().getOut();
    try (var api = new ApiServer(whoWeAre())) {
      int pods = 0;
      String mark = "";
      do {
        PodPage page = page(api, mark);
        for (Holder holder : page.holders()) {
          out.printf(
              "%s/%s on %s: %s%n",
              holder.namespace(),
              holder.name(),
              holder.node(),
              String.join(", ", holder.volumes()));
        }
        pods += page.holders().size();
        mark = page.next();
      } while (!mark.isEmpty());
      out.println(verdict(pods));
      return pods == 0 ? ExitCode.OK : ExitCode.FAILED;
    } catch (IOException unknown) {
      out.printf(
          "cannot tell which pods hold volumes of %s: %s%n", driverName, unknown.getMessage());
      return ExitCode.FAILED;
    } finally {
      out.flush();
    }
  }

  private ServiceAccount whoWeAre() {
    String address = Objects.requireNonNullElse(account.apiServer, "");
    ClusterConfig.https(address);
    return ServiceAccount.find(address, Path.of(account.serviceAccountPath), System.getenv())
        .orElseThrow(
            () ->
                new Refusal(
                    "volumes asks the API server: it needs a token in --service-account-path ("
                        + account.serviceAccountPath
                        + ") and, outside a pod, --api-server"));
  }

  /// An API server that is being replaced is waited for.
  private PodPage page(ApiServer api, String mark) throws IOException, InterruptedException {
    @Nullable IOException last = null;
    for (int attempt = 1; attempt <= TRIES; attempt++) {
      try {
        return api.pods(driverName, mark);
      } catch (IOException failure) {
        last = failure;
        if (attempt < TRIES) {
          Thread.sleep(PAUSE);
        }
      }
    }
    throw Objects.requireNonNull(last);
  }

  private String verdict(int pods) {
    return pods == 0
        ? "no pod holds a volume of " + driverName
        : (pods == 1 ? "1 pod holds" : pods + " pods hold")
            + " volumes of "
            + driverName
            + ": without the driver they could not be taken down, and the pods would stay"
            + " Terminating. Delete the pods first.";
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.BindException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

final class ProblemsTest {
  private final StringWriter standardError = new StringWriter();

  @Test
  void anUnknownFlagIsRefusedInOneLineThatNamesIt() {
    assertThat(run(() -> 0, "--no-such-flag")).isEqualTo(ExitCode.REFUSED);
    assertThat(standardError.toString())
        .isEqualTo("service: Unknown option: '--no-such-flag' (see service --help)\n");
  }

  @Test
  void aBadNumberIsRefusedInOneLineThatNamesTheFlag() {
    assertThat(run(() -> 0, "--port", "many")).isEqualTo(ExitCode.REFUSED);
    assertThat(standardError.toString()).contains("--port").contains("many").hasLineCount(1);
  }

  @Test
  void aRefusalFromDeepWithinIsOneLine() {
    Callable<Integer> refusing =
        () -> {
          throw new IllegalStateException(
              "wrapped", new Refusal("--csi-endpoint must begin with unix://"));
        };

    assertThat(run(refusing)).isEqualTo(ExitCode.REFUSED);
    assertThat(standardError.toString())
        .isEqualTo("service: --csi-endpoint must begin with unix:// (see service --help)\n");
  }

  @Test
  void anAddressInUseIsARefusal() {
    Callable<Integer> busy =
        () -> {
          throw new IllegalStateException(
              "server", new BindException("Address already in use: 5000"));
        };

    assertThat(run(busy)).isEqualTo(ExitCode.REFUSED);
    assertThat(standardError.toString()).contains("cannot listen: Address already in use: 5000");
  }

  @Test
  void aSurpriseIsAFailureAndGoesToTheLogNotToTheOperatorsLine() {
    Callable<Integer> surprised =
        () -> {
          throw new IllegalStateException("surprise");
        };

    assertThat(run(surprised)).isEqualTo(ExitCode.FAILED);
    assertThat(standardError.toString()).isEmpty();
  }

  private int run(Callable<Integer> work, String... arguments) {
    return Startup.commandLine(new Service(work), List.of(), Map.of())
        .setErr(new PrintWriter(standardError, true))
        .execute(arguments);
  }

  @Command(name = "service", mixinStandardHelpOptions = true)
  static final class Service implements Callable<Integer> {
    @Option(names = "--port")
    int port;

    private final Callable<Integer> work;

    Service(Callable<Integer> work) {
      this.work = work;
    }

    @Override
    public Integer call() throws Exception {
      return work.call();
    }
  }
}
